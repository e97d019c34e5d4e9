/** The stable codes of `errors[].extensions.code`. */
export type ErrorCode =
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'BAD_USER_INPUT'
  | 'NOT_FOUND'
  | 'CONNECTOR_NOT_CONFIGURED'
  | 'INTERNAL_SERVER_ERROR';

/** An error whose message is meant for whoever made the call; every other error is shown as INTERNAL_SERVER_ERROR. */
export abstract class PosternError extends Error {
  abstract readonly code: ErrorCode;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** A value that the API cannot take; the message says which and what to do. */
export class UserInputError extends PosternError {
  readonly code = 'BAD_USER_INPUT';
}

export class NotFoundError extends PosternError {
  readonly code = 'NOT_FOUND';
}

export class UnauthenticatedError extends PosternError {
  readonly code = 'UNAUTHENTICATED';
}

export class ForbiddenError extends PosternError {
  readonly code = 'FORBIDDEN';
}

/** No connector of the asked type is active. */
export class ConnectorNotConfiguredError extends PosternError {
  readonly code = 'CONNECTOR_NOT_CONFIGURED';
}

/** Why the gateway cannot start, in sentences that say what to do. */
export class StartError extends PosternError {
  readonly code = 'INTERNAL_SERVER_ERROR';
}
