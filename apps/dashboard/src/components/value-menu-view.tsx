import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { useStore } from "../state/use-store.ts";
import type { MenuTarget } from "../state/value-menu.ts";
import { copyText } from "./copy-text.ts";
import { usePage } from "./dashboard-context.ts";
import "./value-menu.css";

const EDGE = 8;

/**
 * The one context menu: right click, Shift+F10 or the menu key on anything that carries `data-v` (the
 * value) and `data-f` (its filter).
 */
export function ValueMenuView(): ReactNode {
  const { menu } = usePage();
  const target = useStore(menu.target);
  useEffect(() => {
    function onContextMenu(event: globalThis.MouseEvent): void {
      const element = event.target instanceof Element ? event.target : undefined;
      const holder = element?.closest<HTMLElement>("[data-v]");
      if (holder === null || holder === undefined) return;
      event.preventDefault();
      const box = holder.getBoundingClientRect();
      const atKeyboard = event.clientX === 0 && event.clientY === 0;
      menu.open({
        filter: holder.dataset["f"],
        value: holder.dataset["v"] ?? "",
        x: atKeyboard ? box.left : event.clientX,
        y: atKeyboard ? box.bottom : event.clientY,
        origin: holder.closest<HTMLElement>("button, [tabindex]") ?? undefined,
      });
    }
    document.addEventListener("contextmenu", onContextMenu);
    return () => document.removeEventListener("contextmenu", onContextMenu);
  }, [menu]);
  if (target === undefined) return null;
  return <OpenMenu key={`${target.x} ${target.y} ${target.value}`} target={target} />;
}

function OpenMenu({ target }: { readonly target: MenuTarget }): ReactNode {
  const { menu, dashboard } = usePage();
  const box = useRef<HTMLDivElement>(null);
  const { filter, value } = target;

  useLayoutEffect(() => {
    const element = box.current!;
    const { width, height } = element.getBoundingClientRect();
    const x = Math.max(EDGE, Math.min(target.x, window.innerWidth - width - EDGE));
    const y = Math.max(EDGE, Math.min(target.y, window.innerHeight - height - EDGE));
    element.style.left = `${x}px`;
    element.style.top = `${y}px`;
    element.querySelector<HTMLElement>("[role=menuitem]")?.focus({ preventScroll: true });
  }, [target]);

  useEffect(() => {
    function onPointerDown(event: PointerEvent): void {
      if (!box.current?.contains(event.target as Node)) menu.target.set(undefined);
    }
    const onBlur = () => menu.target.set(undefined);
    document.addEventListener("pointerdown", onPointerDown, true);
    window.addEventListener("blur", onBlur);
    return () => {
      document.removeEventListener("pointerdown", onPointerDown, true);
      window.removeEventListener("blur", onBlur);
    };
  }, [menu]);

  function item(label: string, key: string, run: () => void): ReactNode {
    return (
      <button
        type="button"
        role="menuitem"
        tabIndex={-1}
        onClick={() => {
          menu.close();
          run();
        }}
      >
        <span>{label}</span>
        <kbd aria-hidden>{key}</kbd>
      </button>
    );
  }

  return (
    <div
      ref={box}
      className="value-menu"
      role="menu"
      aria-label={`Actions for ${value}`}
      onKeyDown={(event) => moveInMenu(event, () => menu.close())}
    >
      <p className="value-menu-title" dir="auto">
        {value}
      </p>
      {filter !== undefined && (
        <>
          {item("Only this", "", () => dashboard.act(filter, "only"))}
          {item("And this", "click", () => dashboard.act(filter, "and"))}
          {item("Or this", "Ctrl click", () => dashboard.act(filter, "or"))}
          {item("Not this", "Alt click", () => dashboard.act(filter, "not"))}
        </>
      )}
      {item("Copy value", "", () => void copyText(value))}
      {filter !== undefined && item("Copy as Wireshark filter", "", () => void copyText(filter))}
    </div>
  );
}

function moveInMenu(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.indexOf(document.activeElement as HTMLElement);
  event.stopPropagation();
  switch (event.key) {
    case "ArrowDown":
      items[(at + 1) % items.length]?.focus();
      break;
    case "ArrowUp":
      items[(at - 1 + items.length) % items.length]?.focus();
      break;
    case "Home":
      items[0]?.focus();
      break;
    case "End":
      items.at(-1)?.focus();
      break;
    case "Escape":
    case "Tab":
      close();
      break;
    default:
      return;
  }
  event.preventDefault();
}
