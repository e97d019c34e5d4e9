import type { CallOptions, TestGateway } from '../testkit/gateway';
import type { Mailbox } from '../testkit/mailbox';

const connector = 'id type factoryId status config secretsSet createdAt updatedAt activatedAt factory { id }';
const saved = `connector { ${connector} } replaced { ${connector} }`;
const saveResult = `{
  __typename
  ... on ConnectorSaved { ${saved} }
  ... on InvalidConnectorConfig { code message issues { path message } }
}`;

const documents = {
  create: `mutation ($input: CreateConnectorInput!) { createConnector(input: $input) ${saveResult} }`,
  update: `mutation ($id: ID!, $config: JSONObject!) { updateConnector(id: $id, input: { config: $config }) ${saveResult} }`,
  activate: `mutation ($id: ID!) { activateConnector(id: $id) { ${saved} } }`,
  deactivate: `mutation ($id: ID!) { deactivateConnector(id: $id) { ${saved} } }`,
  remove: 'mutation ($id: ID!) { deleteConnector(id: $id) }',
  test: `mutation ($input: TestConnectorInput!) {
    testConnector(input: $input) {
      __typename
      ... on ConnectorTestSent { messageId durationMilliseconds }
      ... on ConnectorTestFailed { code message error providerMessage }
      ... on InvalidConnectorConfig { code message issues { path message } }
    }
  }`,
  list: `query ($type: ConnectorType) { connectors(type: $type) { ${connector} } }`,
  find: `query ($id: ID!) { connector(id: $id) { ${connector} } }`,
  active: `query ($type: ConnectorType!) { activeConnector(type: $type) { ${connector} } }`,
};

/** The connector fields as an admin calls them; a call that failed resolves `{ error: { code, message } }`. */
export function connectorAdmin(gateway: TestGateway, options?: CallOptions) {
  const call = async (document: string, variables: object): Promise<any> => {
    const { data, errors } = await gateway.call(document, variables, options);
    const [error] = errors ?? [];
    return error ? { error: { code: error.extensions.code, message: error.message } } : Object.values(data)[0];
  };
  return {
    create: (config: object, { activate = true, factoryId = 'smtp' } = {}) =>
      call(documents.create, { input: { factoryId, config, activate } }),
    update: (id: string, config: object) => call(documents.update, { id, config }),
    activate: (id: string) => call(documents.activate, { id }),
    deactivate: (id: string) => call(documents.deactivate, { id }),
    remove: (id: string) => call(documents.remove, { id }),
    test: (config: object, input: object = {}) =>
      call(documents.test, { input: { factoryId: 'smtp', recipient: 'admin@example.com', config, ...input } }),
    list: (type?: string) => call(documents.list, { type }),
    find: (id: string) => call(documents.find, { id }),
    active: (type = 'EMAIL') => call(documents.active, { type }),
  };
}

/** Parameters that lead to a mailbox, without a sign-in. */
export function smtpTo({ port }: Pick<Mailbox, 'port'>, changes: object = {}): Record<string, unknown> {
  return { host: '127.0.0.1', port, security: 'NONE', fromEmail: 'codes@example.com', ...changes };
}

/** Parameters of a connector that nothing is sent through. */
export const unusedSmtp = smtpTo({ port: 2525 });

export const signIn = (password: string) => ({ authentication: 'LOGIN', user: 'postern', password });
