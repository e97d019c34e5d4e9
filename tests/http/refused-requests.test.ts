import { cloneDatabase, type TestDatabase } from '../testkit/database';
import { adminKey, startGateway, type TestGateway } from '../testkit/gateway';

describe('requests that are refused', () => {
  let database: TestDatabase;
  let gateway: TestGateway;

  beforeAll(async () => {
    database = await cloneDatabase();
    gateway = await startGateway(database);
  });
  afterAll(async () => {
    await gateway.close();
    await database.drop();
  });

  /** Status and body of an answer that shows nothing of the inside. */
  const answerTo = async (body: string, headers?: Record<string, string>) => {
    const response = await gateway.post('/graphql', body, headers);
    const text = await response.text();
    expect(text).not.toMatch(/node_modules|\bat .+:\d+:\d+|stack/);
    expect(response.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/);
    return { status: response.status, body: JSON.parse(text), text };
  };
  const graphqlError = (code: string, message: unknown = expect.any(String)) => ({
    errors: [expect.objectContaining({ message, extensions: { code } })],
  });
  const admin = { authorization: `Bearer ${adminKey}` };
  const query = '{ __typename }';

  it('for a body over 100 KB', async () => {
    const fits = JSON.stringify({ query, variables: { filler: '' } });
    const exact = fits.replace('""', `"${'x'.repeat(100_000 - fits.length)}"`);
    expect(await answerTo(exact)).toMatchObject({ status: 200, body: { data: { __typename: 'Query' } } });
    expect(await answerTo(`${exact} `)).toMatchObject({
      status: 413,
      body: graphqlError('BAD_USER_INPUT', 'The request is too large; a body may have 100000 bytes.'),
    });
  });

  it.each(['', '{', '{"query": "{ secret-in-body }"', 'secret-in-body', '{"query":"x",}', '\u0000'])(
    'for JSON that is none: %j',
    async (body) => {
      const { status, text } = await answerTo(body);
      expect(status).toBe(400);
      expect(text).not.toContain('secret-in-body');
      expect(gateway.logs()).not.toContain('secret-in-body');
    },
  );

  it.each([
    '{"query":"{ __typename }","__proto__":{"polluted":true}}',
    '{"query":"{ __typename }","variables":{"constructor":{"prototype":{"polluted":true}}}}',
  ])('for names that reach into the process: %s', async (body) => {
    expect((await answerTo(body)).status).toBe(400);
    expect({}).not.toHaveProperty('polluted');
  });

  it.each([
    'null',
    '1',
    '"query"',
    '[]',
    '{}',
    '{"query":1}',
    '{"query":""}',
    '{"query":"{ __typename }","variables":1}',
  ])('for JSON that is no GraphQL request: %s', async (body) => {
    expect((await answerTo(body)).status).toBe(400);
  });

  it('for several at once', async () => {
    const { status, body } = await answerTo(JSON.stringify([{ query }, { query }]));
    expect(status).toBe(400);
    expect(body).toEqual(graphqlError('BAD_REQUEST', 'Operation batching disabled.'));
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml'])(
    'for the content type %s, which pages of other sites can send',
    async (type) => {
      const { status, body } = await answerTo(JSON.stringify({ query }), { 'content-type': type });
      expect([400, 415]).toContain(status);
      expect(body).not.toHaveProperty('data');
    },
  );

  it('for what is no GraphQL', async () => {
    const { status, body } = await answerTo(JSON.stringify({ query: '{ connectors {' }));
    expect(status).toBe(400);
    expect(body).toEqual(graphqlError('GRAPHQL_PARSE_FAILED', expect.stringMatching(/^Syntax Error/)));
  });

  it.each([
    ['a field that is none', '{ passwords }'],
    ['a missing argument', '{ connector { id } }'],
    ['a missing selection', '{ connectors }'],
    ['an unknown enum value', '{ connectors(type: FAX) { id } }'],
    ['a variable that was not declared', '{ connector(id: $id) { id } }'],
  ])('for %s', async (_, invalid) => {
    const { status, body } = await answerTo(JSON.stringify({ query: invalid }), admin);
    expect(status).toBe(400);
    expect(body).toEqual(graphqlError('GRAPHQL_VALIDATION_FAILED'));
  });

  it.each([
    ['a missing variable', 'query ($id: ID!) { connector(id: $id) { id } }', {}, '$id'],
    [
      'a variable of another type',
      'query ($type: ConnectorType) { connectors(type: $type) { id } }',
      { type: 5 },
      '$type',
    ],
    [
      'an object that is none',
      'mutation ($input: CreateConnectorInput!) { createConnector(input: $input) { __typename } }',
      { input: { factoryId: 'smtp', config: 'text' } },
      'input.config',
    ],
    [
      'an input field that is none',
      'mutation ($input: UpdateConnectorInput!) { updateConnector(id: "1", input: $input) { __typename } }',
      { input: { config: {}, status: 'ACTIVE' } },
      '"status"',
    ],
  ])('for %s', async (_, document, variables, name) => {
    const { body } = await answerTo(JSON.stringify({ query: document, variables }), admin);
    expect(body).toEqual(graphqlError('BAD_USER_INPUT', expect.stringContaining(name)));
  });

  it('for an operation that is not in the document', async () => {
    const named = { query: 'query A { __typename } query B { __typename }', operationName: 'C' };
    expect((await answerTo(JSON.stringify(named))).body).toEqual(graphqlError('OPERATION_RESOLUTION_FAILURE'));
  });

  it('for an argument that breaks a rule, by its name', async () => {
    const create = `mutation ($id: ID!) { createConnector(input: { factoryId: $id, config: {} }) { __typename } }`;
    const { errors } = await gateway.call(create, { id: 'x'.repeat(101) });
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Some arguments cannot be used: factoryId must be shorter than or equal to 100 characters.',
        path: ['createConnector'],
        extensions: { code: 'BAD_USER_INPUT' },
      }),
    ]);
  });

  it('without a line about an error: the caller was told', async () => {
    await gateway.call('{ connectors { id } }', {}, { key: null });
    await gateway.call('mutation { activateConnector(id: "none") { connector { id } } }');
    await answerTo(JSON.stringify({ query: '{ nothing }' }));
    expect(gateway.logs()).not.toContain('a field failed');
    expect(gateway.logs()).not.toContain('"level":50');
  });
});
