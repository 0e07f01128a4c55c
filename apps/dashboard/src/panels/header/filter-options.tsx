import { Clock, Trash2 } from "lucide-react";
import type { ReactNode } from "react";
import type { FilterOffer } from "../../state/filter-offers.ts";

interface FilterOptionsProps {
  readonly id: string;
  readonly open: boolean;
  readonly offers: readonly FilterOffer[];
  /** Index of the offer that the keyboard is on; -1 for none. */
  readonly active: number;
  readonly onTake: (offer: FilterOffer) => void;
}

/** The list below the filter box; the box keeps the focus and handles the keys. */
export function FilterOptions({ id, open, offers, active, onTake }: FilterOptionsProps): ReactNode {
  return (
    <div
      id={`${id}-list`}
      className="filter-options"
      role="listbox"
      aria-label="Completions"
      hidden={!open}
    >
      {offers.map((offer, i) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the input handles the keys of its list
        <div
          key={`${offer.kind} ${offer.text}`}
          id={`${id}-${i}`}
          role="option"
          tabIndex={-1}
          aria-selected={i === active}
          title={offer.kind === "recent" ? "Shift Delete forgets it" : undefined}
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onTake(offer)}
        >
          {offer.kind === "recent" && <Clock size={12} aria-hidden />}
          {offer.kind === "forget" && <Trash2 size={12} aria-hidden />}
          <span className={offer.kind === "forget" ? "filter-option-act" : "filter-option-label"}>
            {offer.text}
          </span>
          <span className={offer.kind === "recent" ? "filter-option-kind" : "filter-option-detail"}>
            {offer.description}
          </span>
        </div>
      ))}
    </div>
  );
}
