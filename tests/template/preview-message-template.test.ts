import { UserInputError } from '../../src/shared/errors';
import { previewMessageTemplate } from '../../src/template/preview-message-template';

const input = { type: 'EMAIL', usage: 'REGISTER', locale: 'pt-br', subject: '{{ usage }} {{ locale }}' } as const;

test('a preview is filled with the examples; a missing text is derived', () => {
  expect(previewMessageTemplate({ ...input, html: '<p>{{ code }} {{ domain }}</p>' })).toEqual({
    subject: 'REGISTER pt-BR',
    html: '<p>123456 example.com</p>',
    text: '123456 example.com\n',
    problems: [],
  });
});

test('a part that cannot be rendered is empty, and its problem is told once', () => {
  const preview = previewMessageTemplate({ ...input, html: '<p>{{ code</p>', text: ' ' });
  expect(preview).toMatchObject({ subject: 'REGISTER pt-BR', html: '', text: '' });
  expect(preview.problems).toMatchObject([{ severity: 'ERROR', part: 'html', line: 1 }]);
});

test('a locale that is none is refused', () => {
  expect(() => previewMessageTemplate({ ...input, locale: 'no_such', html: '{{ code }}' })).toThrow(UserInputError);
});
