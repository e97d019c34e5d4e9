import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ErrorCode } from '../shared/errors';

export const largestBodyBytes = 100_000;

/** Requests that never reach GraphQL are answered in its form too: one shape of errors for clients. */
export function answerErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => {
    reply.code(404).send(errorBody('NOT_FOUND', 'There is nothing here. The API answers to POST /graphql.'));
  });
  app.setErrorHandler<FastifyError>((error, request, reply) => {
    const { statusCode = 500 } = error;
    if (statusCode < 500) return reply.code(statusCode).send(errorBody('BAD_USER_INPUT', explain(statusCode)));
    request.log.error({ err: error }, 'a request failed');
    const apology = 'Something went wrong here. It has been logged; try again later.';
    return reply.code(statusCode).send(errorBody('INTERNAL_SERVER_ERROR', apology));
  });
}

/** What Fastify refuses before any route is looked for: an address that cannot be read. */
export function answerFrameworkError(_error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  void reply.code(400).send(errorBody('BAD_USER_INPUT', 'The address of the request is malformed.'));
}

function explain(statusCode: number): string {
  switch (statusCode) {
    case 413:
      return `The request is too large; a body may have ${largestBodyBytes} bytes.`;
    case 415:
      return 'Send JSON, with the header "content-type: application/json".';
    default:
      return 'The body is not valid JSON.';
  }
}

function errorBody(code: ErrorCode, message: string) {
  return { errors: [{ message, extensions: { code } }] };
}
