import { useEffect, useState } from "react";
import { copyText } from "./copy-text.ts";

/** Milliseconds for which a button says that it copied. */
const CONFIRM_MS = 1500;

/** Copies texts, and tells for a moment that it did. */
export function useCopy(): {
  readonly copied: boolean;
  readonly copy: (text: string) => void;
} {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return { copied, copy: (text) => void copyText(text).then(setCopied) };
}
