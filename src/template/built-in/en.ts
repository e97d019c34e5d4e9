import type { BuiltInLanguage } from './built-in-language';

const ofApplication = '{% if applicationName %}{{ applicationName }} {% endif %}';
const toApplication = '{% if applicationName %} to {{ applicationName }}{% endif %}';
const atApplication = '{% if applicationName %} at {{ applicationName }}{% endif %}';

export const en: BuiltInLanguage = {
  locale: 'en',
  usages: {
    REGISTER: {
      subject: `{{ code }} is your ${ofApplication}sign-up code`,
      heading: 'Confirm your e-mail address',
      instruction: `Enter this code to finish signing up${atApplication}:`,
      unexpected:
        'If you did not ask for this, someone probably mistyped their address. You can ignore this message: without the code no account is confirmed.',
    },
    SIGN_IN: {
      subject: `{{ code }} is your ${ofApplication}sign-in code`,
      heading: 'Sign in',
      instruction: `Enter this code to sign in${toApplication}:`,
      unexpected: 'If you did not ask for this, you can ignore this message: nobody can sign in without the code.',
    },
    FORGOT_PASSWORD: {
      subject: `{{ code }} is your ${ofApplication}password reset code`,
      heading: 'Reset your password',
      instruction: `Enter this code to choose a new password${atApplication}:`,
      unexpected: 'If you did not ask for this, you can ignore this message: your password stays as it is.',
    },
    GENERIC: {
      subject: `{{ code }} is your ${ofApplication}verification code`,
      heading: 'Verify your e-mail address',
      instruction: `Enter this code to verify your e-mail address${atApplication}:`,
      unexpected: 'If you did not ask for this, you can ignore this message: nothing happens without the code.',
    },
  },
  lifetime: 'It works once, within {{ expiresInMinutes }} minute{% unless expiresInMinutes == 1 %}s{% endunless %}.',
  secrecy: 'Do not share it: nobody from support will ask you for it.',
  support: 'Questions? Write to {{ supportEmail }}.',
  footer: 'This message was sent to {{ recipient }}.',
};
