import type { ReceivedMail } from '../testkit/arrivals';
import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { startGateway, type TestGateway } from '../testkit/gateway';
import { type Mailbox, type MailboxOptions, startMailbox } from '../testkit/mailbox';
import { codeOf, verifier } from './verifier';

export interface StageOptions {
  environment?: Record<string, string>;
  mailbox?: MailboxOptions;
  /** false: no connector is set up. */
  connected?: boolean;
}

/** A verification whose message has arrived. */
export interface Started {
  id: string;
  recipient: string;
  code: string;
  mail: ReceivedMail;
}

/** A gateway that sends to a mailbox, on a database of its own. */
export interface Stage extends ReturnType<typeof verifier> {
  readonly database: TestDatabase;
  readonly mailbox: Mailbox;
  readonly gateway: TestGateway;
  /** Of the mailbox; empty when it is not connected. */
  readonly connectorId: string;
  /** One more gateway with the same settings on the same database. */
  another(environment?: Record<string, string>): Promise<TestGateway>;
  /** The public mutations at one more gateway. */
  peer(): Promise<ReturnType<typeof verifier>>;
  /** Sends a code, by default to somebody new, and waits for it. */
  start(input?: object): Promise<Started>;
  /** The newest message of a verification, once it has arrived. */
  mailOf(verificationId: string): Promise<ReceivedMail>;
  /** Waits until the log says that about the newest message of a verification. */
  waitForDelivery(verificationId: string, fields: object, gateway?: TestGateway): Promise<void>;
  /** Of the newest message of a verification. */
  deliveryId(verificationId: string): Promise<string>;
  /** The times in a recipient's budget. */
  budget(recipient: string): Promise<{ sends: number; misses: number }>;
  close(): Promise<void>;
}

let people = 0;

/** An address that no other test of the file uses. */
export function newRecipient(): string {
  people += 1;
  return `person-${people}@example.com`;
}

export async function openStage({ environment = {}, mailbox: options = {}, connected = true }: StageOptions = {}) {
  const database = await cloneDatabase();
  const mailbox = await startMailbox(options);
  const gateways = [await startGateway(database, environment)];
  const [gateway] = gateways as [TestGateway];
  const { auth } = options;
  const signIn = auth ? { authentication: 'LOGIN', user: auth.user, password: auth.password } : {};
  const connectorId = connected ? await gateway.connect(mailbox, signIn) : '';
  const calls = verifier(gateway);

  const deliveryId = async (verificationId: string) => {
    const newest = 'SELECT id FROM delivery WHERE verification_id = $1 ORDER BY created_at DESC LIMIT 1';
    const [row] = await database.query<{ id: string }>(newest, [verificationId]);
    if (!row) throw new Error(`there is no message for the verification ${verificationId}`);
    return row.id;
  };
  const mailOf = async (verificationId: string) => {
    const messageId = `<${await deliveryId(verificationId)}@example.com>`;
    return mailbox.waitForMail((mail) => mail.messageId === messageId);
  };

  const another = async (changes: Record<string, string> = {}) => {
    const other = await startGateway(database, { ...environment, ...changes });
    gateways.push(other);
    return other;
  };

  const stage: Stage = {
    ...calls,
    database,
    mailbox,
    gateway,
    connectorId,
    deliveryId,
    mailOf,
    another,
    peer: async () => verifier(await another()),
    async start(input = {}) {
      const recipient = newRecipient();
      const { verification, ...failure } = await calls.send({ recipient, ...input });
      if (!verification) throw new Error(`nothing was sent: ${JSON.stringify(failure)}`);
      const mail = await mailOf(verification.id);
      return { id: verification.id, recipient: String(mail.envelope.to[0]), code: codeOf(mail), mail };
    },
    async waitForDelivery(verificationId, fields, at = gateway) {
      await at.waitForLog({ deliveryId: await deliveryId(verificationId), ...fields });
    },
    async budget(recipient) {
      const [row] = await database.query<{ sends: number; misses: number }>(
        'SELECT cardinality(sends) AS sends, cardinality(misses) AS misses FROM recipient_budget WHERE recipient = $1',
        [recipient],
      );
      return row ?? { sends: 0, misses: 0 };
    },
    async close() {
      for (const open of gateways) await open.close();
      await mailbox.close();
      await database.drop();
    },
  };
  return stage;
}

/** How often each kind of result occurs. */
export function tally(results: readonly { __typename: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { __typename } of results) counts[__typename] = (counts[__typename] ?? 0) + 1;
  return counts;
}

/** Runs so many calls at once. */
export function parallel<Result>(count: number, call: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => call(index)));
}
