import { type Gate, gate } from '../testkit/gate';
import { refusal } from '../testkit/mailbox';
import { newRecipient, openStage, type Stage } from '../verification/stage';
import { codeOf } from '../verification/verifier';
import { findDelivery } from './delivery-queries';

describe('a message that is refused for good', () => {
  let stage: Stage;
  /** What the provider says about each recipient; nothing about the others. */
  const replies = new Map<string, [code: number, text: string]>();
  beforeAll(async () => {
    const onRcptTo = (address: string) => {
      const reply = replies.get(address);
      if (reply) throw refusal(...reply);
    };
    stage = await openStage({ mailbox: { onRcptTo } });
  });
  afterAll(() => stage.close());

  const refuse = (recipient: string) => replies.set(recipient, [550, '5.1.1 no such user']);
  const failed = (verificationId: string) =>
    stage.waitForDelivery(verificationId, { msg: 'not sent', status: 'FAILED', error: 'RECIPIENT_REJECTED' });

  test('is FAILED at once, and shows why', async () => {
    const recipient = newRecipient();
    refuse(recipient);
    const { verification } = await stage.send({ recipient });
    await failed(verification.id);

    expect(await findDelivery(stage, verification.id)).toMatchObject({
      verificationId: verification.id,
      recipient,
      status: 'FAILED',
      connector: { id: stage.connectorId },
      messageId: null,
      sentAt: null,
      attempts: [
        {
          at: expect.any(String),
          connectorId: stage.connectorId,
          durationMilliseconds: expect.any(Number),
          error: 'RECIPIENT_REJECTED',
          providerMessage: '550 5.1.1 no such user',
        },
      ],
    });
    expect(await stage.find(verification.id)).toMatchObject({ status: 'PENDING', deliveryStatus: 'FAILED' });
    expect(stage.gateway.logs()).not.toContain(recipient);
  });

  test('gives its send back to the budget', async () => {
    const recipient = newRecipient();
    for (let sent = 1; sent <= 4; sent += 1) await stage.start({ recipient });
    refuse(recipient);
    const { verification } = await stage.send({ recipient });
    await failed(verification.id);
    expect(await stage.budget(recipient)).toEqual({ sends: 4, misses: 0 });
    replies.delete(recipient);

    await stage.start({ recipient });
    expect(await stage.send({ recipient })).toMatchObject({ limit: 'RECIPIENT' });
  });

  test('lets the code be resent at once', async () => {
    const recipient = newRecipient();
    refuse(recipient);
    const { verification } = await stage.send({ recipient });
    await failed(verification.id);
    replies.delete(recipient);

    expect(await stage.resend(verification.id)).toMatchObject({ __typename: 'VerificationStarted' });
    const code = codeOf(await stage.mailOf(verification.id));
    expect(await stage.verify(verification.id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('leaves the code that was sent before it working, for as long as it did', async () => {
    const { id, code, recipient } = await stage.start();
    await stage.database.elapse(61);
    const before = await stage.find(id);
    refuse(recipient);
    await stage.resend(id);
    await failed(id);

    expect(await stage.find(id)).toMatchObject({ expiresAt: before.expiresAt, deliveryStatus: 'FAILED' });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('leaves the newest one that arrived working, after several', async () => {
    const { id, recipient } = await stage.start();
    await stage.database.elapse(61);
    await stage.resend(id);
    const code = codeOf(await stage.mailOf(id));
    refuse(recipient);
    await stage.database.elapse(61);
    for (const resend of ['first', 'second']) {
      expect([resend, await stage.resend(id)]).toMatchObject([resend, { __typename: 'VerificationStarted' }]);
      await failed(id);
    }

    expect(await stage.budget(recipient)).toEqual({ sends: 2, misses: 0 });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });
});

describe('a message whose code was replaced', () => {
  let stage: Stage;
  let first: Gate;
  let refused: Error | undefined;
  beforeEach(async () => {
    first = gate();
    refused = undefined;
    let tries = 0;
    const onRcptTo = async () => {
      tries += 1;
      if (tries > 1) return;
      await first.opened;
      if (refused) throw refused;
    };
    stage = await openStage({ mailbox: { onRcptTo } });
  });
  afterEach(() => stage.close());

  /** Sends a code that is held up at the provider, and resends it. */
  async function replaceHeldUpCode() {
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    const held = await stage.deliveryId(verification.id);
    await stage.database.query('UPDATE verification SET resend_available_at = now()');
    await stage.resend(verification.id);
    return { id: verification.id, held, code: codeOf(await stage.mailOf(verification.id)) };
  }

  test.each([
    ['for now', refusal(450, '4.2.1 later')],
    ['for good', refusal(550, '5.1.1 no such user')],
  ])('and that is then refused %s is not tried again, and leaves the new code working', async (_name, error) => {
    const { id, held, code } = await replaceHeldUpCode();
    const { expiresAt, resendAvailableAt } = await stage.find(id);
    refused = error;
    first.open();
    await stage.gateway.waitForLog({ deliveryId: held, msg: 'not sent', status: 'FAILED' });

    expect(await stage.find(id)).toMatchObject({ expiresAt, resendAvailableAt, deliveryStatus: 'SENT' });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
    expect(stage.mailbox.mails).toHaveLength(1);
  });

  test('and that is then taken changes nothing', async () => {
    const { id, held, code } = await replaceHeldUpCode();
    first.open();
    await stage.gateway.waitForLog({ deliveryId: held, msg: 'sent' });

    const late = codeOf(await stage.mailbox.waitForMail('someone@example.com', 2));
    expect(await stage.verify(id, late)).toMatchObject({ __typename: 'CodeMismatch' });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('while it waited for its next try does not go out any more', async () => {
    refused = refusal(450, '4.2.1 later');
    first.open();
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    const replaced = await stage.deliveryId(verification.id);
    await stage.gateway.waitForLog({ deliveryId: replaced, msg: 'not sent', status: 'QUEUED' });
    await stage.database.query(
      `WITH hold AS (UPDATE delivery SET due_at = now() + interval '1 minute')
        UPDATE verification SET resend_available_at = now()`,
    );
    await stage.resend(verification.id);
    await stage.mailOf(verification.id);
    await stage.database.query('UPDATE delivery SET due_at = now() WHERE id = $1', [replaced]);
    await stage.gateway.waitForLog({ deliveryId: replaced, msg: 'failed' });

    const [row] = await stage.database.query('SELECT status, code FROM delivery WHERE id = $1', [replaced]);
    expect(row).toEqual({ status: 'FAILED', code: null });
    expect(stage.mailbox.mails).toHaveLength(1);
    expect(await stage.budget('someone@example.com')).toEqual({ sends: 1, misses: 0 });
  });
});

describe('a message that cannot be sent any more', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ environment: { POSTERN_WORKER: 'off' } });
  });
  afterEach(() => stage.close());

  test('since its code has expired is never sent', async () => {
    const { verification } = await stage.send({ recipient: 'late@example.com' });
    await stage.database.elapse(601);
    const worker = await stage.another({ POSTERN_WORKER: 'only' });
    await stage.waitForDelivery(verification.id, { msg: 'failed' }, worker);
    const fresh = await stage.start();

    expect(await findDelivery(stage, verification.id)).toMatchObject({ status: 'FAILED', attempts: [] });
    expect(stage.mailbox.mails.map(({ envelope }) => envelope.to)).toEqual([[fresh.recipient]]);
    expect(await stage.find(verification.id)).toMatchObject({ status: 'EXPIRED' });
    expect(await stage.budget('late@example.com')).toEqual({ sends: 0, misses: 0 });
  });

  test('since its code was replaced while its process was dead is never sent', async () => {
    const { verification } = await stage.send({ recipient: 'twice@example.com' });
    await stage.database.query(
      `WITH dead AS (UPDATE delivery SET status = 'SENDING', claims = 1)
        UPDATE verification SET resend_available_at = now()`,
    );
    await stage.resend(verification.id);
    const worker = await stage.another({ POSTERN_WORKER: 'only' });
    await worker.waitForLog({ msg: 'failed' });
    await stage.mailOf(verification.id);

    expect(stage.mailbox.mails).toHaveLength(1);
    expect(await stage.budget('twice@example.com')).toEqual({ sends: 1, misses: 0 });
  });

  test('since its code was used already is never sent again, and keeps its place in the budget', async () => {
    const { verification } = await stage.send({ recipient: 'used@example.com' });
    await stage.database.query('UPDATE verification SET verified_at = now(), code_hash = NULL');
    const worker = await stage.another({ POSTERN_WORKER: 'only' });
    await stage.waitForDelivery(verification.id, { msg: 'failed' }, worker);

    expect(stage.mailbox.mails).toEqual([]);
    expect(await stage.budget('used@example.com')).toEqual({ sends: 1, misses: 0 });
  });

  test('since its key is gone fails, and holds up no other', async () => {
    const { verification } = await stage.send({ recipient: 'locked@example.com' });
    await stage.database.query(`UPDATE delivery SET code = replace(code, 'v1.test.', 'v1.gone.')`);
    const other = await stage.send({ recipient: 'other@example.com' });
    const worker = await stage.another({ POSTERN_WORKER: 'only' });
    await stage.waitForDelivery(verification.id, { msg: 'failed' }, worker);

    expect((await stage.mailOf(other.verification.id)).envelope.to).toEqual(['other@example.com']);
    expect(await findDelivery(stage, verification.id)).toMatchObject({ status: 'FAILED' });
  });
});
