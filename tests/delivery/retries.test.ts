import { text } from 'node:stream/consumers';
import { retryDelaySeconds } from '../../src/delivery/retry-delay';
import { refusal, startMailbox } from '../testkit/mailbox';
import { openStage, type Stage } from '../verification/stage';
import { codeOf } from '../verification/verifier';
import { findDelivery } from './delivery-queries';

describe('a message that was not taken', () => {
  let stage: Stage;
  afterEach(() => stage.close());

  test('while the provider is down goes out once when it is up again', async () => {
    stage = await openStage();
    await stage.mailbox.close();
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    await stage.waitForDelivery(verification.id, { msg: 'not sent', status: 'QUEUED', error: 'CONNECTION_FAILED' });
    expect(await stage.find(verification.id)).toMatchObject({ status: 'PENDING' });

    const mailbox = await startMailbox({ port: stage.mailbox.port });
    await stage.database.elapse(60);
    const mail = await mailbox.waitForMail('someone@example.com');
    await stage.waitForDelivery(verification.id, { msg: 'sent' });

    const delivery = await findDelivery(stage, verification.id);
    expect(delivery).toMatchObject({ status: 'SENT', messageId: mail.messageId, sentAt: expect.any(String) });
    expect(mail.messageId).toBe(`<${delivery.id}@example.com>`);
    expect(delivery.attempts.at(0)).toMatchObject({ error: 'CONNECTION_FAILED', connectorId: stage.connectorId });
    expect(delivery.attempts.at(-1)).toMatchObject({ error: null, connectorId: stage.connectorId });
    expect(await stage.verify(verification.id, codeOf(mail))).toMatchObject({ __typename: 'VerificationSucceeded' });
    expect(mailbox.mails).toHaveLength(1);
    expect(await stage.budget('someone@example.com')).toEqual({ sends: 1, misses: 0 });
    await stage.gateway.close();
    await mailbox.close();
  });

  test('for now is tried again as the same message', async () => {
    const tries: string[] = [];
    const headersOf = (raw: string) =>
      raw
        .match(/^(Message-ID|Subject): .*$/gim)
        ?.sort()
        .join('\n') ?? '';
    stage = await openStage({
      mailbox: {
        server: {
          onData: async (stream, _session, done) => {
            tries.push(headersOf(await text(stream)));
            done(tries.length < 3 ? refusal(451, '4.3.0 later') : null);
          },
        },
      },
    });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    const deliveryId = await stage.deliveryId(verification.id);
    const waits: number[] = [];
    for (const count of [1, 2]) {
      const line = await stage.gateway.waitForLog({ deliveryId, msg: 'not sent', status: 'QUEUED' }, count);
      waits.push(Number(line.retryInSeconds));
      await stage.database.elapse(60);
    }
    await stage.waitForDelivery(verification.id, { msg: 'sent' });

    expect(tries).toHaveLength(3);
    expect(new Set(tries).size).toBe(1);
    expect(tries[0]).toContain(`<${deliveryId}@example.com>`);
    expect(waits[0]).toBeLessThanOrEqual(1);
    expect(waits[1]).toBeGreaterThanOrEqual(1);
    const { attempts } = await findDelivery(stage, verification.id);
    expect(attempts.map(({ error }: { error: string }) => error)).toEqual([
      'MESSAGE_REJECTED',
      'MESSAGE_REJECTED',
      null,
    ]);
    expect(attempts[0]).toMatchObject({ providerMessage: expect.stringContaining('4.3.0 later') });
  });

  test('is given up when the next try would come after the end of its code', async () => {
    stage = await openStage({
      mailbox: {
        onRcptTo: () => {
          throw refusal(450, '4.2.1 later');
        },
      },
    });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    await stage.waitForDelivery(verification.id, { msg: 'not sent', status: 'QUEUED' });
    await stage.database.query('UPDATE delivery SET attempts = to_jsonb(array_fill(attempts -> 0, ARRAY[20]))');
    await stage.database.elapse(580);

    await stage.waitForDelivery(verification.id, { msg: 'not sent', status: 'FAILED' });

    expect(await findDelivery(stage, verification.id)).toMatchObject({
      status: 'FAILED',
      sentAt: null,
      attempts: expect.arrayContaining([expect.objectContaining({ error: 'RECIPIENT_REJECTED' })]),
    });
    expect(await stage.budget('someone@example.com')).toEqual({ sends: 0, misses: 0 });
  });

  test('because no connector was active goes out when one is', async () => {
    stage = await openStage({ environment: { POSTERN_WORKER: 'off' } });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    await stage.gateway.call('mutation ($id: ID!) { deactivateConnector(id: $id) { connector { id } } }', {
      id: stage.connectorId,
    });
    const worker = await stage.another({ POSTERN_WORKER: 'only' });
    await stage.waitForDelivery(verification.id, { msg: 'not sent: no connector is active', status: 'QUEUED' }, worker);
    expect(await findDelivery(stage, verification.id)).toMatchObject({ attempts: [], connector: null });

    await stage.gateway.connect(stage.mailbox);
    await stage.database.elapse(60);

    expect((await stage.mailOf(verification.id)).envelope.to).toEqual(['someone@example.com']);
  });

  test('at first says how much longer its code works', async () => {
    stage = await openStage({ environment: { POSTERN_WORKER: 'off' } });
    const { verification } = await stage.send({ recipient: 'someone@example.com' });
    await stage.database.elapse(310);
    await stage.another({ POSTERN_WORKER: 'only' });

    expect((await stage.mailOf(verification.id)).text).toContain('within 5 minutes');
  });
});

test.each([
  [1, 0.5, 1],
  [2, 1, 2],
  [3, 2, 4],
  [6, 16, 32],
  [7, 30, 60],
  [50, 30, 60],
])('after attempt %i the next one comes within %d to %d s', (attempts, least, most) => {
  expect(retryDelaySeconds(attempts, () => 0)).toBe(least);
  expect(retryDelaySeconds(attempts, () => 1)).toBe(most);
});
