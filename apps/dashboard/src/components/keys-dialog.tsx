import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { KEYS } from "../state/keys.ts";
import "./keys-dialog.css";

interface KeysDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

/** All keys of the page. */
export function KeysDialog({ open, onClose }: KeysDialogProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="keys" aria-labelledby="keys-title" onClose={onClose}>
      <header>
        <h2 id="keys-title">Keys</h2>
        <button
          type="button"
          className="button button-quiet button-icon"
          aria-label="Close"
          onClick={onClose}
        >
          <X size={16} aria-hidden />
        </button>
      </header>
      <dl>
        {KEYS.map(({ keys, does }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </dialog>
  );
}
