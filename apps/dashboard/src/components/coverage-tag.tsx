import type { Coverage } from "@wirescope/query";
import type { ReactNode } from "react";
import { coverageText } from "../state/coverage-text.ts";
import "./coverage-tag.css";

/** How finely the numbers beside it are known, where that is less than every packet. */
export function CoverageTag({ coverage }: { readonly coverage: Coverage | undefined }): ReactNode {
  const text = coverage === undefined ? undefined : coverageText(coverage);
  if (text === undefined) return null;
  return (
    <span className="coverage-tag" title={coverage?.note}>
      {text}
    </span>
  );
}
