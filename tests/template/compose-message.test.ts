import { createMessageComposer } from '../../src/template/compose-message';
import { findMessageTemplate, type OwnTemplates } from '../../src/template/find-message-template';
import type { MessageTemplates } from '../../src/template/message-templates';
import { TemplateError } from '../../src/template/template-error';

const request = {
  type: 'EMAIL',
  usage: 'SIGN_IN',
  locale: 'en',
  recipient: 'grace@example.org',
  code: '904571',
  expiresInMinutes: 9,
} as const;

function templatesWith(html: string): MessageTemplates {
  const own: OwnTemplates = new Map([['EMAIL:SIGN_IN:en', { subject: 'Own', html, text: '{{ supportEmail }}' }]]);
  const find = (key: Parameters<MessageTemplates['findBuiltIn']>[0], from: OwnTemplates) => {
    const found = findMessageTemplate(key, from, 'en');
    if (!found) throw new TemplateError('text', 'none');
    return found;
  };
  return { find: async (key) => find(key, own), findBuiltIn: (key) => find(key, new Map()) };
}

test('an own template is used; variables that are not set are empty', async () => {
  const composer = createMessageComposer({ templates: templatesWith('{{ code }}[{{ link }}]') });
  expect(await composer.compose(request, 1)).toEqual({ subject: 'Own', html: '904571[]', text: '' });
});

test("a message's own variables go before those of every message", async () => {
  const variables = { supportEmail: 'a@example.com', applicationName: 'All' };
  const composer = createMessageComposer({ templates: templatesWith('{{ applicationName }}'), variables });
  expect(await composer.compose({ ...request, applicationName: 'This' }, 1)).toMatchObject({
    html: 'This',
    text: 'a@example.com\n',
  });
});

test('an own template that cannot be rendered gives way to the built-in one', async () => {
  const failures: unknown[] = [];
  const composer = createMessageComposer({
    templates: templatesWith('{{ code | append }}'),
    onFailure: (error, template) => failures.push([error.part, template]),
  });
  expect((await composer.compose(request, 1)).subject).toBe('904571 is your sign-in code');
  expect(failures).toEqual([['html', { type: 'EMAIL', usage: 'SIGN_IN', locale: 'en' }]]);
});
