import type { TestGateway } from '../testkit/gateway';
import { findDocument, resendDocument, sendDocument, verifyDocument } from './documents';

/** The public mutations as a front-end calls them, without a key. */
export function verifier(gateway: TestGateway) {
  const anonymous = async (document: string, variables: object, headers: Record<string, string> = {}) => {
    const { data, errors } = await gateway.call(document, variables, { key: null, headers });
    return data ? Object.values(data)[0] : { errors };
  };
  return {
    send: (input: object, headers?: Record<string, string>): Promise<any> =>
      anonymous(sendDocument, { input: { usage: 'SIGN_IN', ...input } }, headers),
    resend: (id: string): Promise<any> => anonymous(resendDocument, { id }),
    verify: (id: string, code: string): Promise<any> => anonymous(verifyDocument, { id, code }),
    find: (id: string): Promise<any> => anonymous(findDocument, { id }),
  };
}

/** The code of a mail, which stands in its subject. */
export function codeOf({ subject }: { subject: string }): string {
  const [code] = /\d{6,10}/.exec(subject) ?? [];
  if (!code) throw new Error(`there is no code in the subject "${subject}"`);
  return code;
}

/** A code of the same length that is not the right one. */
export function wrongCode(code: string, offset = 1): string {
  return String((Number(code) + offset) % 10 ** code.length).padStart(code.length, '0');
}
