/** What the operating system refuses, in words. */
import { getSystemErrorMap } from "node:util";

/** Where the system's own words leave a reader guessing. */
const WORDS: Readonly<Record<string, string>> = {
  EISDIR: "it is a directory",
  ENOENT: "there is no such file or directory",
};

/** The reason alone, such as `no space left on device`; the message itself of what is no system error. */
export function describeSystemError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code, errno } = error as NodeJS.ErrnoException;
  const known = errno === undefined ? undefined : getSystemErrorMap().get(errno);
  return WORDS[code ?? ""] ?? known?.[1] ?? error.message;
}
