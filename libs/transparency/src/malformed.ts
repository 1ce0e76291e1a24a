/** What a strict parser refuses; `code` is stable, the text for people belongs to whoever asks. */
export class Malformed extends Error {
  constructor(
    readonly code: string,
    options?: Readonly<{ cause: unknown }>,
  ) {
    super(`malformed: ${code}`, options);
    this.name = 'Malformed';
  }
}
