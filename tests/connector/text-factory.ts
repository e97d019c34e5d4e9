import { z } from 'zod';
import { type ConnectorType, defineConnectorFactory } from '../../src/connector-kit/connector-factory';
import { field } from '../../src/connector-kit/connector-field';

/** An installed factory with one parameter, whose senders take every message and keep none. */
export function textFactory(type: ConnectorType) {
  return defineConnectorFactory({
    id: `text-${type.toLowerCase()}`,
    type,
    name: 'Text',
    description: 'Takes everything.',
    logo: 'data:image/svg+xml;base64,PHN2Zy8+',
    readme: { en: '# Text', 'pt-BR': '# Texto', de: '# Texte' },
    schema: z.object({ address: field(z.string().max(100), { label: 'Address' }) }),
    destination: ['address'],
    connect: ({ address }) => ({ fromAddress: address, send: async () => ({}), close: async () => {} }),
  });
}
