import type { SendResult } from '../../src/connector-kit/connector-factory';
import { DeliveryError } from '../../src/connector-kit/delivery-error';
import { sendMessage } from '../../src/delivery/send-message';

const content = { subject: '271828 is your code', html: '<p>271828</p>', text: '271828' };
const message = { id: 'b81e4cc2', to: 'someone@example.org', content, code: '271828' };

/** A connector as somebody may write one. */
function senderThat(send: () => Promise<SendResult>) {
  return { fromAddress: 'codes@example.com', send, close: async () => {} };
}

describe('sending through a connector that takes no care', () => {
  it('keeps the code out of the message id', async () => {
    const sent = await sendMessage(
      senderThat(async () => ({ messageId: 'queued 271828 is your\0 code' })),
      message,
    );
    expect(sent).toMatchObject({ ok: true, messageId: 'queued [redacted] is your code' });
  });

  it('takes its own Message-ID where the provider gives no id', async () => {
    const sent = await sendMessage(
      senderThat(async () => ({})),
      message,
    );
    expect(sent).toMatchObject({ ok: true, messageId: '<b81e4cc2@example.com>' });
  });

  it('keeps the code out of what the provider said', async () => {
    const providerMessage = 'spam: 271828 is your code';
    const refused = senderThat(() =>
      Promise.reject(new DeliveryError('MESSAGE_REJECTED', { retryable: false, providerMessage })),
    );
    expect(await sendMessage(refused, message)).toMatchObject({
      ok: false,
      error: { code: 'MESSAGE_REJECTED', retryable: false, providerMessage: 'spam: [redacted] is your code' },
    });
  });

  it('takes an error that is no DeliveryError for one that may pass', async () => {
    const broken = senderThat(() => Promise.reject(new TypeError('271828')));
    const sent = await sendMessage(broken, message);
    expect(sent).toMatchObject({ ok: false, error: { code: 'UNKNOWN', retryable: true, providerMessage: undefined } });
  });
});
