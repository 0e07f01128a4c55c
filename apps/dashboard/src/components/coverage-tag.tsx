import type { Coverage } from "@wirescope/query";
import { Clock } from "lucide-react";
import type { ReactNode } from "react";
import { coverageText } from "../state/coverage-text.ts";
import "./coverage-tag.css";

interface CoverageTagProps {
  readonly coverage: Coverage | undefined;
  /** Where the coarse part ends, when it is not all. */
  readonly until?: string | undefined;
  /** Where there is no room for words. */
  readonly iconOnly?: boolean;
}

/** How finely the numbers beside it are known, where that is less than every packet. */
export function CoverageTag({ coverage, until, iconOnly }: CoverageTagProps): ReactNode {
  const text = coverage === undefined ? undefined : coverageText(coverage, until);
  if (text === undefined) return null;
  if (iconOnly === true) {
    const note = coverage?.note === undefined ? text : `${text}: ${coverage.note}`;
    return (
      <span className="coverage-icon" role="img" aria-label={text} title={note}>
        <Clock size={12} aria-hidden />
      </span>
    );
  }
  return (
    <span className="coverage-tag" title={coverage?.note}>
      {text}
    </span>
  );
}
