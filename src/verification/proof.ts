import { SignJWT } from 'jose';
import type { ConnectorType } from '../connector-kit/connector-factory';
import type { UsageType } from '../shared/usage';
import type { SigningKey } from './signing-keys';

/** A signed statement that a recipient was verified. */
export interface Proof {
  /** JWT, EdDSA. */
  token: string;
  expiresAt: Date;
}

export interface VerifiedRecipient {
  /** Of the verification; becomes the `jti`. */
  id: string;
  type: ConnectorType;
  /** The same for every spelling of one recipient; becomes the `sub`. */
  recipient: string;
  address: string;
  usage: UsageType;
}

export interface ProofSigner {
  sign(verified: VerifiedRecipient): Promise<Proof>;
}

/** Long enough to finish a form after the code was typed, short enough to be of no use the day after. */
const proofLifetimeSeconds = 600;

/** Whom the proof is for, as long as a gateway serves one application. */
const audience = 'default';

/** @param issuer the gateway's public URL */
export function createProofSigner(signingKey: SigningKey, issuer: string): ProofSigner {
  return {
    async sign({ id, type, recipient, address, usage }) {
      const issuedAt = Math.floor(Date.now() / 1_000);
      const expiresAt = issuedAt + proofLifetimeSeconds;
      const claims =
        type === 'EMAIL'
          ? { email: address, email_verified: true }
          : { phone_number: address, phone_number_verified: true };
      const token = await new SignJWT({ ...claims, usage })
        .setProtectedHeader({ alg: 'EdDSA', kid: signingKey.id, typ: 'JWT' })
        .setIssuer(issuer)
        .setAudience(audience)
        .setSubject(recipient)
        .setJti(id)
        .setIssuedAt(issuedAt)
        .setExpirationTime(expiresAt)
        .sign(signingKey.privateKey);
      return { token, expiresAt: new Date(expiresAt * 1_000) };
    },
  };
}
