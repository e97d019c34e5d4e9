import type { UsageType } from '../shared/usage';

/** What a template can show; a text is empty where there is nothing to show. */
export interface TemplateVariables {
  code: string;
  expiresInMinutes: number;
  recipient: string;
  usage: UsageType;
  locale: string;
  applicationName: string;
  domain: string;
  token: string;
  link: string;
  supportEmail: string;
}

export type TemplateVariableName = keyof TemplateVariables;

/** One variable, as whoever writes a template needs it. */
export interface TemplateVariable {
  name: TemplateVariableName;
  description: string;
  example: string;
}

const catalog: { [Name in TemplateVariableName]: { description: string; example: TemplateVariables[Name] } } = {
  code: { description: 'The one-time code that the person types in.', example: '123456' },
  expiresInMinutes: {
    description: 'For how many more minutes the code works when the message is sent, rounded up. A number.',
    example: 10,
  },
  recipient: { description: 'The address that the message goes to.', example: 'name@example.com' },
  usage: {
    description: 'Why the person is being verified: REGISTER, SIGN_IN, FORGOT_PASSWORD or GENERIC.',
    example: 'SIGN_IN',
  },
  locale: { description: 'The language that was asked for, as a BCP 47 tag such as en or pt-BR.', example: 'en' },
  applicationName: { description: 'The name of the application that asks for the code. Empty for now.', example: '' },
  domain: { description: "The host name of the gateway's public URL.", example: 'example.com' },
  token: { description: 'The token inside the magic link. Empty for now.', example: '' },
  link: {
    description: 'The magic link, to use instead of typing in the code. Empty for now.',
    example: '',
  },
  supportEmail: { description: 'Where people who need help can write to. Empty for now.', example: '' },
};

export const templateVariableNames = Object.keys(catalog) as TemplateVariableName[];

export const templateVariables: readonly TemplateVariable[] = templateVariableNames.map((name) => ({
  name,
  description: catalog[name].description,
  example: String(catalog[name].example),
}));

/** Each variable's example: what a preview is filled with. */
export function exampleVariables(): TemplateVariables {
  return Object.fromEntries(
    templateVariableNames.map((name) => [name, catalog[name].example]),
  ) as unknown as TemplateVariables;
}
