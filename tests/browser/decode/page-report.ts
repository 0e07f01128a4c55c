/** What became of the tests that ran in a page. */

export interface PageReport {
  passed: number;
  skipped: number;
  /** File, test and reason of each. */
  readonly failures: string[];
}
