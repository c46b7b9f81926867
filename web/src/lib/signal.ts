import { useSyncExternalStore } from "react";

/** A value outside React that components can follow. */
export class Signal<T> {
  private listeners = new Set<() => void>();

  constructor(private current: T) {}

  get = () => this.current;

  set(next: T) {
    if (Object.is(next, this.current)) return;
    this.current = next;
    for (const listener of this.listeners) listener();
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };
}

export const useSignal = <T>(signal: Signal<T>): T => useSyncExternalStore(signal.subscribe, signal.get);
