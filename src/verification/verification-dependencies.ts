import type { RunStatement } from '../database/statement';
import type { Dispatcher } from '../delivery/dispatcher';
import type { KeyRing } from '../shared/key-ring';
import type { Limits } from '../shared/limits';
import type { ProofSigner } from './proof';

export interface VerificationSettings {
  code: { readonly length: number; readonly ttlSeconds: number; readonly maxAttempts: number };
  limits: Limits;
  /** Used where neither the call nor the browser names a locale. */
  defaultLocale: string;
}

export interface VerificationDependencies {
  run: RunStatement;
  keyRing: KeyRing;
  dispatcher: Pick<Dispatcher, 'reserve'>;
  proofSigner: ProofSigner;
  settings: VerificationSettings;
}
