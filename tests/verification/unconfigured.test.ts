import { openStage, type Stage } from './stage';

const connectorNotConfigured = {
  errors: [
    { message: expect.stringContaining('connector is active'), extensions: { code: 'CONNECTOR_NOT_CONFIGURED' } },
  ],
};

describe('without an active connector', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await openStage({ connected: false });
  });
  afterEach(() => stage.close());

  const stored = () =>
    stage.database.query(
      `SELECT recipient FROM recipient_budget UNION ALL SELECT recipient FROM verification
        UNION ALL SELECT recipient FROM delivery UNION ALL SELECT key FROM idempotency_key`,
    );

  test('a send says so, and leaves nothing behind', async () => {
    const send = { recipient: 'someone@example.com', idempotencyKey: 'key' };

    for (let call = 1; call <= 6; call += 1) expect(await stage.send(send)).toMatchObject(connectorNotConfigured);
    expect(await stored()).toEqual([]);

    await stage.gateway.connect(stage.mailbox);
    expect(await stage.start(send)).toMatchObject({ recipient: 'someone@example.com' });
  });

  test('a recipient that is no address is refused first', async () => {
    expect(await stage.send({ recipient: 'someone' })).toMatchObject({ __typename: 'InvalidRecipient' });
  });

  test('a resend says so, takes no budget and keeps the live code', async () => {
    const connectorId = await stage.gateway.connect(stage.mailbox);
    const { id, code, recipient } = await stage.start();
    await stage.gateway.call('mutation ($id: ID!) { deactivateConnector(id: $id) { connector { id } } }', {
      id: connectorId,
    });
    await stage.database.elapse(61);

    expect(await stage.resend(id)).toMatchObject(connectorNotConfigured);
    expect(await stage.budget(recipient)).toEqual({ sends: 1, misses: 0 });
    expect(await stage.verify(id, code)).toMatchObject({ __typename: 'VerificationSucceeded' });
  });

  test('one for e-mail does not serve SMS', async () => {
    await stage.gateway.connect(stage.mailbox);

    expect(await stage.send({ type: 'SMS', recipient: '+49 151 12345678' })).toMatchObject(connectorNotConfigured);
    expect(await stage.send({ type: 'SMS', recipient: 'someone@example.com' })).toMatchObject({
      __typename: 'InvalidRecipient',
    });
    expect(await stored()).toEqual([]);
  });
});
