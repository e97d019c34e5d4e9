const verification = `verification {
  id type recipient usage status createdAt expiresAt resendAvailableAt attemptsRemaining deliveryStatus
}`;

export const sendDocument = `mutation ($input: SendVerificationCodeInput!) {
  sendVerificationCode(input: $input) {
    __typename
    ... on VerificationStarted { ${verification} }
    ... on Failure { code message }
    ... on SendLimitReached { limit retryAfterSeconds }
  }
}`;

export const resendDocument = `mutation ($id: ID!) {
  resendVerificationCode(input: { verificationId: $id }) {
    __typename
    ... on VerificationStarted { ${verification} }
    ... on Failure { code message }
    ... on SendLimitReached { limit retryAfterSeconds }
    ... on VerificationClosed { reason }
  }
}`;

export const verifyDocument = `mutation ($id: ID!, $code: String!) {
  verifyVerificationCode(input: { verificationId: $id, code: $code }) {
    __typename
    ... on VerificationSucceeded { ${verification} proof { token expiresAt } }
    ... on Failure { code message }
    ... on CodeMismatch { attemptsRemaining }
    ... on VerificationClosed { reason }
    ... on GuessLimitReached { retryAfterSeconds }
  }
}`;

export const findDocument = `query ($id: ID!) { ${verification.replace('verification', 'verification(id: $id)')} }`;
