import {
  type KeyboardEvent,
  type ReactNode,
  useCallback,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import "./popover.css";

/** CSS pixels between the button and its panel, and that the panel keeps from the window's edges. */
const GAP = 4;
const EDGE = 8;

interface PopoverProps {
  readonly className: string;
  readonly label: string;
  readonly title: string;
  /** What the button shows. */
  readonly face: ReactNode;
  /** Attribute that finds the button, for keys. */
  readonly name?: string;
  readonly children: (close: () => void) => ReactNode;
}

/**
 * A button with a panel beside it, above everything else; Escape, a press elsewhere and leaving it with
 * Tab close it.
 */
export function Popover(props: PopoverProps): ReactNode {
  const { className, label, title, face, name, children } = props;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  const id = useId();
  const close = useCallback(() => {
    setOpen(false);
    button.current?.focus();
  }, []);

  useLayoutEffect(() => {
    const [anchor, element] = [button.current, panel.current];
    if (!open || anchor === null || element === null) return undefined;
    element.showPopover();
    const observer = new ResizeObserver(() => placeBeside(anchor, element));
    observer.observe(element);
    placeBeside(anchor, element);
    return () => observer.disconnect();
  }, [open]);

  useEffect(() => {
    if (!open) return undefined;
    function onPointerDown(event: globalThis.PointerEvent): void {
      if (!box.current?.contains(event.target as Node)) setOpen(false);
    }
    document.addEventListener("pointerdown", onPointerDown, true);
    return () => document.removeEventListener("pointerdown", onPointerDown, true);
  }, [open]);

  function onKeyDown(event: KeyboardEvent): void {
    if (!open || event.key !== "Escape") return;
    event.stopPropagation();
    event.preventDefault();
    close();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys of what is inside it
    <div
      ref={box}
      className="popover"
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        const next = event.relatedTarget;
        if (next !== null && !event.currentTarget.contains(next)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className={className}
        title={title}
        aria-expanded={open}
        aria-haspopup="dialog"
        aria-controls={open ? id : undefined}
        data-popover={name}
        onClick={() => setOpen(!open)}
      >
        {face}
      </button>
      {open && (
        <div
          ref={panel}
          id={id}
          className="popover-panel"
          popover="manual"
          role="dialog"
          aria-label={label}
        >
          {children(close)}
        </div>
      )}
    </div>
  );
}

/** Below the button, its right edges in line; above it where there is no room below. */
function placeBeside(anchor: HTMLElement, panel: HTMLElement): void {
  const { top, bottom, right } = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = bottom + GAP;
  const fits = below + height + EDGE <= window.innerHeight || top < height;
  panel.style.top = `${fits ? below : top - GAP - height}px`;
  panel.style.left = `${Math.max(EDGE, Math.min(right - width, window.innerWidth - EDGE - width))}px`;
}
