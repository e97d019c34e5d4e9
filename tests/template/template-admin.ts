import type { TestGateway } from '../testkit/gateway';

const template =
  'id type usage locale subject html text isBuiltIn revision updatedAt problems { severity part message line }';
const key = '$usage: UsageType!, $locale: String! = "en"';
const keyArguments = 'usage: $usage, locale: $locale';

const documents = {
  list: `query ($type: ConnectorType! = EMAIL) { messageTemplates(type: $type) { ${template} } }`,
  find: `query (${key}) { messageTemplate(${keyArguments}) { ${template} } }`,
  save: `mutation ($input: MessageTemplateInput!) {
    saveMessageTemplate(input: $input) {
      __typename
      ... on MessageTemplateSaved { template { ${template} } }
      ... on InvalidMessageTemplate { code message problems { severity part message line } }
    }
  }`,
  reset: `mutation (${key}) { resetMessageTemplate(${keyArguments}) { ${template} } }`,
  preview: `query ($input: MessageTemplateInput!) {
    previewMessageTemplate(input: $input) { subject html text problems { severity part message line } }
  }`,
};

/** The template fields as an admin calls them; a call that failed resolves `{ error: { code, message } }`. */
export function templateAdmin(gateway: TestGateway) {
  const call = async (document: string, variables: object): Promise<any> => {
    const { data, errors } = await gateway.call(document, variables);
    const [error] = errors ?? [];
    return error ? { error: { code: error.extensions.code, message: error.message } } : Object.values(data)[0];
  };
  return {
    list: (type?: string) => call(documents.list, { type }),
    find: (usage: string, locale?: string) => call(documents.find, { usage, locale }),
    save: (input: object) => call(documents.save, { input }),
    reset: (usage: string, locale?: string) => call(documents.reset, { usage, locale }),
    preview: (input: object) => call(documents.preview, { input }),
  };
}
