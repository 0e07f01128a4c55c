/** What can be wrong with a file that somebody named. */
export type CatalogFilesErrorCode =
  /** A file that was named as a database of places is none. */
  "CATALOG_BAD_DATABASE";

export class CatalogFilesError extends Error {
  readonly code: CatalogFilesErrorCode;

  constructor(code: CatalogFilesErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CatalogFilesError";
    this.code = code;
  }
}
