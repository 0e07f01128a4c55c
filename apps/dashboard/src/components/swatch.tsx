import type { CSSProperties, ReactNode } from "react";
import { SLOT_VARIABLES, type Slot } from "../theme/palette.ts";

/** The colour of a protocol family, beside the word that says the same. */
export function Swatch({ slot }: { readonly slot: Slot }): ReactNode {
  const style = { "--swatch": `var(${SLOT_VARIABLES[slot]})` } as CSSProperties;
  return (
    <span
      className={slot === "Other" ? "swatch swatch-other" : "swatch"}
      style={style}
      aria-hidden
    />
  );
}
