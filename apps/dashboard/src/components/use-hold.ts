import { type PointerEvent, useEffect, useMemo, useState } from "react";
import { browserTimer, Hold } from "../state/hold.ts";
import { useStore } from "../state/use-store.ts";
import { usePage } from "./dashboard-context.ts";

export interface HoldHandlers {
  readonly onPointerEnter: (event: PointerEvent) => void;
  readonly onPointerLeave: (event: PointerEvent) => void;
}

/** A list's {@link Hold}, told of the pointer and of the page's menu. */
export function useHold(onChange?: (held: boolean) => void): {
  readonly hold: Hold;
  readonly held: boolean;
  readonly handlers: HoldHandlers;
} {
  const { menu } = usePage();
  const [held, setHeld] = useState(false);
  const hold = useMemo(
    () =>
      new Hold(browserTimer, (now) => {
        setHeld(now);
        onChange?.(now);
      }),
    [onChange],
  );
  const open = useStore(menu.target) !== undefined;
  useEffect(() => {
    if (open && hold.held) hold.add("menu");
    else if (!open) hold.remove("menu");
  }, [open, hold]);
  const handlers = useMemo(
    () => ({
      onPointerEnter: (event: PointerEvent) => {
        if (event.pointerType !== "touch") hold.pointerEntered();
      },
      onPointerLeave: () => hold.pointerLeft(),
    }),
    [hold],
  );
  return { hold, held, handlers };
}
