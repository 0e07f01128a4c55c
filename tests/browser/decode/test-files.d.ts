/** The test files of a bundle by their paths; each is run by importing it. */
declare module "virtual:test-files" {
  export const FILES: Readonly<Record<string, () => Promise<unknown>>>;
}
