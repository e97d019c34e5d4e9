import { defineConnectorFactory } from '../../connector-kit/connector-factory';
import { readAssets } from '../read-assets';
import { smtpParameters } from './smtp-parameters';
import { connectSmtp } from './smtp-sender';

/** Sends e-mail through any mail server or provider that speaks SMTP. */
export const smtp = defineConnectorFactory({
  id: 'smtp',
  type: 'EMAIL',
  name: 'SMTP',
  description: 'Send through your own mail server, or through any provider that offers SMTP.',
  ...readAssets(__dirname),
  schema: smtpParameters,
  destination: [
    'host',
    'port',
    'security',
    'authentication',
    'user',
    'clientId',
    'accessUrl',
    'servername',
    'rejectUnauthorized',
    'ca',
  ],
  connect: connectSmtp,
});
