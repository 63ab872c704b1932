/** Why there is no release: said to a person, who then knows what to do. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}
