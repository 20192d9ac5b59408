// Files dropped anywhere, chosen, or opened from outside: they wait here for the import screen to take them.
import { useEffect, useState, useSyncExternalStore } from 'react';
import { transport } from '@/api/client';
import type { DroppedFile } from '@/api/transport';
import { go } from './address';

let waiting: readonly DroppedFile[] = [];
const changed = new Set<() => void>();

function publish(files: readonly DroppedFile[]): void {
  waiting = files;
  changed.forEach(tell => tell());
}

/** Hands files to the import screen and goes there. */
export function offerFiles(files: readonly DroppedFile[]): void {
  if (files.length === 0) return;
  publish([...waiting, ...files]);
  go('import');
}

/** Takes what waits; the import screen calls it. */
export function takeFiles(): readonly DroppedFile[] {
  const files = waiting;
  if (files.length > 0) publish([]);
  return files;
}

export function useWaitingFiles(): readonly DroppedFile[] {
  return useSyncExternalStore(
    tell => {
      changed.add(tell);
      return () => changed.delete(tell);
    },
    () => waiting,
  );
}

/** Is something being dragged over the window? Drops go to the import screen. */
export function useDropTarget(): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const { listenDrops } = transport();
    if (listenDrops) {
      return listenDrops(drop => {
        setOver(drop.kind === 'over');
        if (drop.kind === 'drop') offerFiles(drop.files);
      });
    }
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(false);
      offerFiles([...(event.dataTransfer?.files ?? [])].map(file => ({ name: file.name, file })));
    };
    globalThis.addEventListener('dragover', onOver);
    globalThis.addEventListener('dragleave', onLeave);
    globalThis.addEventListener('drop', onDrop);
    return () => {
      globalThis.removeEventListener('dragover', onOver);
      globalThis.removeEventListener('dragleave', onLeave);
      globalThis.removeEventListener('drop', onDrop);
    };
  }, []);
  return over;
}
