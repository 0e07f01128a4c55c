import { Check, Link } from "lucide-react";
import type { ReactNode } from "react";
import { useCopy } from "./use-copy.ts";

/** Copies the address of what is shown. */
export function CopyLinkButton(): ReactNode {
  const { copied, copy } = useCopy();
  return (
    <button
      type="button"
      className="button button-quiet button-icon"
      aria-label={copied ? "Link copied" : "Copy a link to this view"}
      title="Copy a link to this view (Y)"
      data-copy-link
      onClick={() => copy(window.location.href)}
    >
      {copied ? <Check size={16} aria-hidden /> : <Link size={16} aria-hidden />}
    </button>
  );
}
