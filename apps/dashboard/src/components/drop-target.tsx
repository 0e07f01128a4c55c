import { type ReactNode, useEffect, useState } from "react";
import { useDashboard } from "./dashboard-context.ts";
import "./drop-target.css";

/** The whole window takes a dropped capture file. */
export function DropTarget(): ReactNode {
  const dashboard = useDashboard();
  const [over, setOver] = useState(false);
  useEffect(() => {
    function hasFile(event: DragEvent): boolean {
      return event.dataTransfer?.types.includes("Files") ?? false;
    }
    function onDragOver(event: DragEvent): void {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(true);
    }
    function onDragLeave(event: DragEvent): void {
      if (event.relatedTarget === null) setOver(false);
    }
    function onDrop(event: DragEvent): void {
      if (!hasFile(event)) return;
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) dashboard.openFile(file);
    }
    window.addEventListener("dragover", onDragOver);
    window.addEventListener("dragleave", onDragLeave);
    window.addEventListener("drop", onDrop);
    return () => {
      window.removeEventListener("dragover", onDragOver);
      window.removeEventListener("dragleave", onDragLeave);
      window.removeEventListener("drop", onDrop);
    };
  }, [dashboard]);
  if (!over) return null;
  return (
    <div className="drop-target">
      <p className="drop-target-title">Drop a capture file</p>
      <p>pcap or pcapng, also gzip'd. It is read here and stays in this browser.</p>
    </div>
  );
}
