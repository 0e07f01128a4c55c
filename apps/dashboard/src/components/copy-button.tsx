import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { useCopy } from "./use-copy.ts";

interface CopyButtonProps {
  readonly text: string;
  readonly label: string;
}

/** Copies a text and says that it did. */
export function CopyButton({ text, label }: CopyButtonProps): ReactNode {
  const { copied, copy } = useCopy();
  return (
    <button
      type="button"
      className="button"
      aria-label={copied ? "Copied" : label}
      onClick={() => copy(text)}
    >
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      {copied ? "Copied" : "Copy"}
    </button>
  );
}
