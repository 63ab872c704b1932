/** Names of functions, checked before they become part of a request's path. */

/** A name, a partial ARN or an ARN, each with or without a version or alias. */
const FUNCTION_NAME = /^[A-Za-z0-9_$.:-]{1,170}$/;

export const isFunctionName = (text: string): boolean => FUNCTION_NAME.test(text);
