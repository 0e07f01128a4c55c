/** The catalog as it lies on disk: read by whoever may, opened by whoever needs it. */
export { type CatalogFiles, openCatalog, readCatalogFiles } from "./catalog-files.ts";
export { CatalogFilesError, type CatalogFilesErrorCode } from "./errors.ts";
