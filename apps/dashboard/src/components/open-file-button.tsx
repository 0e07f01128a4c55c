import { type ReactNode, useRef } from "react";
import { useDashboard } from "./dashboard-context.ts";

/** Kinds of files that can be opened, for the browser's dialog; the reader decides by content. */
const ACCEPTED = ".pcap,.pcapng,.cap,.dmp,.gz,.ntar";

interface OpenFileButtonProps {
  readonly className: string;
  readonly label: string;
  readonly children: ReactNode;
}

/** Lets the person choose a capture file, which is read in this browser only. */
export function OpenFileButton({ className, label, children }: OpenFileButtonProps): ReactNode {
  const dashboard = useDashboard();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button
        type="button"
        className={className}
        aria-label={label}
        title={`${label}; it stays in this browser`}
        data-open-file
        onClick={() => input.current?.click()}
      >
        {children}
      </button>
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        hidden
        onChange={(event) => {
          const file = event.target.files?.[0];
          event.target.value = "";
          if (file !== undefined) dashboard.openFile(file);
        }}
      />
    </>
  );
}
