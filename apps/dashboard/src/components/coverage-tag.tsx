import type { Coverage } from "@wirescope/query";
import type { ReactNode } from "react";
import { coverageText } from "../state/coverage-text.ts";
import "./coverage-tag.css";

interface CoverageTagProps {
  readonly coverage: Coverage | undefined;
  /** Where the coarse part ends, when it is not all. */
  readonly until?: string | undefined;
}

/** How finely the numbers beside it are known, where that is less than every packet. */
export function CoverageTag({ coverage, until }: CoverageTagProps): ReactNode {
  const text = coverage === undefined ? undefined : coverageText(coverage, until);
  if (text === undefined) return null;
  return (
    <span className="coverage-tag" title={coverage?.note}>
      {text}
    </span>
  );
}
