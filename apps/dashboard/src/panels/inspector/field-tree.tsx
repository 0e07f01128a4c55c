import type { FieldNode } from "@wirescope/query";
import {
  type CSSProperties,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { copyText } from "../../components/copy-text.ts";
import { usePage } from "../../components/dashboard-context.ts";
import { type FieldPath, octetRange, pathKey, visibleFields } from "./field-path.ts";

interface FieldTreeProps {
  readonly layers: readonly FieldNode[];
  readonly selected: FieldPath;
  readonly highlighted: FieldNode | undefined;
  readonly onSelect: (path: FieldPath) => void;
  readonly onHover: (node: FieldNode | undefined) => void;
}

/** The layers of a packet as a tree with one tab stop (ARIA Authoring Practices, tree view). */
export function FieldTree(props: FieldTreeProps): ReactNode {
  const { layers, selected, highlighted, onSelect, onHover } = props;
  const { dashboard, menu } = usePage();
  const tree = useRef<HTMLDivElement>(null);
  // Which layers are open outlives the packet: stepping through packets keeps the same ones open.
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  const expanded = useMemo(() => {
    const keys = new Set<string>();
    for (const [i, layer] of layers.entries()) if (open.has(layer.name)) keys.add(String(i));
    for (const key of open) if (key.includes(":")) keys.add(key.slice(key.indexOf(":") + 1));
    for (let depth = 1; depth < selected.length; depth += 1) {
      keys.add(pathKey(selected.slice(0, depth)));
    }
    return keys;
  }, [layers, open, selected]);
  const fields = visibleFields(layers, expanded);
  const selectedKey = pathKey(selected);
  const at = fields.findIndex((field) => pathKey(field.path) === selectedKey);
  const current = fields[at]?.node;

  useEffect(() => {
    tree.current
      ?.querySelector(`[data-path="${selectedKey}"]`)
      ?.scrollIntoView({ block: "nearest" });
  }, [selectedKey]);

  function toggle(path: FieldPath, wanted: boolean): void {
    const key = path.length === 1 ? layers[path[0]!]!.name : `:${pathKey(path)}`;
    setOpen((before) => {
      const next = new Set(before);
      if (wanted) next.add(key);
      else next.delete(key);
      return next;
    });
    if (!wanted && selected.length > path.length) onSelect(path);
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const field = fields[at];
    const key = field === undefined ? "" : pathKey(field.path);
    switch (event.key) {
      case "ArrowDown":
      case "j":
        onSelect(fields[Math.min(fields.length - 1, at + 1)]!.path);
        break;
      case "ArrowUp":
      case "k":
        onSelect(fields[Math.max(0, at - 1)]!.path);
        break;
      case "Home":
        onSelect(fields[0]!.path);
        break;
      case "End":
        onSelect(fields.at(-1)!.path);
        break;
      case "ArrowRight":
        if (field === undefined || field.node.children.length === 0) return;
        if (expanded.has(key)) onSelect([...field.path, 0]);
        else toggle(field.path, true);
        break;
      case "ArrowLeft":
        if (field === undefined) return;
        if (expanded.has(key)) toggle(field.path, false);
        else if (field.path.length > 1) onSelect(field.path.slice(0, -1));
        else return;
        break;
      case "Enter":
        if (field !== undefined) toggle(field.path, !expanded.has(key));
        break;
      case "c":
        if (current !== undefined) void copyText(current.text);
        break;
      case "f":
        if (current?.filter !== undefined) dashboard.act(current.filter, "and");
        break;
      case "n":
        if (current?.filter !== undefined) dashboard.act(current.filter, "not");
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  return (
    <div
      ref={tree}
      className="field-tree"
      role="tree"
      tabIndex={0}
      aria-label="Layers and fields"
      aria-activedescendant={at < 0 ? undefined : `field-${selectedKey}`}
      onKeyDown={onKeyDown}
      onFocus={() => {
        if (at < 0 && layers.length > 0) onSelect([0]);
      }}
      onPointerLeave={() => onHover(undefined)}
    >
      {fields.map(({ node, path }) => {
        const key = pathKey(path);
        const isOpen = expanded.has(key);
        const leaf = node.children.length === 0;
        const marked = key === selectedKey || node === highlighted;
        return (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself handles every key
          <div
            key={key}
            id={`field-${key}`}
            role="treeitem"
            tabIndex={-1}
            aria-level={path.length}
            aria-selected={key === selectedKey}
            aria-expanded={leaf ? undefined : isOpen}
            className={`${path.length === 1 ? "field field-layer" : "field"}${marked ? " field-marked" : ""}`}
            style={{ "--depth": path.length - 1 } as CSSProperties}
            data-path={key}
            data-v={node.text}
            data-f={node.filter}
            onPointerEnter={() => onHover(node)}
            onClick={() => {
              onSelect(path);
              if (!leaf) toggle(path, !isOpen);
            }}
          >
            <span className="field-twist" aria-hidden>
              {leaf ? "" : isOpen ? "▾" : "▸"}
            </span>
            <span className="field-label">{node.label}</span>
            <span className="field-text" dir="auto">
              {node.text}
            </span>
            <span className="offscreen">{octetRange(node)}</span>
            {key === selectedKey && (
              <button
                type="button"
                className="field-menu"
                tabIndex={-1}
                aria-label={`Actions for ${node.label}`}
                title="Copy or filter (C, F, N)"
                onClick={(event) => {
                  event.stopPropagation();
                  const box = event.currentTarget.getBoundingClientRect();
                  const { filter, text: value } = node;
                  const origin = tree.current ?? undefined;
                  menu.open({ filter, value, x: box.left, y: box.bottom, origin });
                }}
              >
                ⋯
              </button>
            )}
          </div>
        );
      })}
    </div>
  );
}
