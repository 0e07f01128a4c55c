/** A filter asks for what flows by the minute can't tell; the message is a sentence for people. */
export class NotInHistoryError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NotInHistoryError";
  }
}
