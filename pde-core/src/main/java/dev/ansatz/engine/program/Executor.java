package dev.ansatz.engine.program;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A fixed pool of threads that shares out numbered tasks. Which thread runs a task is not determined; what a task computes must
 * not depend on it. Running allocates nothing.
 *
 * <p>The calling thread works too, so that an executor of one thread starts none. Not for use by several callers at once.
 */
public final class Executor implements AutoCloseable {

  /** One numbered task; {@code worker} is in [0, threads) and never used by two tasks at the same time. */
  @FunctionalInterface
  public interface Task {
    void run(int worker, int task);
  }

  private final Thread[] workers;
  private final AtomicInteger next = new AtomicInteger();
  private Task current;
  private int tasks;
  private int round;
  private int busy;
  private boolean closed;
  private Throwable failure;

  public Executor(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, not " + threads);
    }
    workers = new Thread[threads - 1];
    for (int i = 0; i < workers.length; i++) {
      int worker = i + 1;
      workers[i] = Thread.ofPlatform().daemon().name("ansatz-" + worker).start(() -> work(worker));
    }
  }

  /** Threads that share the work, the caller's included. */
  public int threads() {
    return workers.length + 1;
  }

  /**
   * Runs tasks 0 to {@code count - 1} and returns when all have ended.
   *
   * @throws RuntimeException the first that a task threw; the other tasks may or may not have run
   */
  public void run(int count, Task task) {
    synchronized (this) {
      if (closed) {
        throw new IllegalStateException("the executor is closed");
      }
      next.set(0);
      failure = null;
      current = task;
      tasks = count;
      busy = workers.length;
      round++;
      notifyAll();
    }
    drain(0, task, count);
    synchronized (this) {
      boolean interrupted = false;
      while (busy > 0) {
        try {
          wait();
        } catch (InterruptedException _) {
          // tasks write into the caller's arrays: they must have ended before it goes on
          interrupted = true;
        }
      }
      current = null;
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  private void work(int worker) {
    int seen = 0;
    while (true) {
      Task task;
      int count;
      synchronized (this) {
        while (round == seen && !closed) {
          try {
            wait();
          } catch (InterruptedException _) {
            return;
          }
        }
        if (closed) {
          return;
        }
        seen = round;
        task = current;
        count = tasks;
      }
      drain(worker, task, count);
      synchronized (this) {
        if (--busy == 0) {
          notifyAll();
        }
      }
    }
  }

  private void drain(int worker, Task task, int count) {
    try {
      for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
        task.run(worker, i);
      }
    } catch (RuntimeException | Error e) {
      next.set(count);
      synchronized (this) {
        if (failure == null) {
          failure = e;
        }
      }
    }
  }

  /** Ends the threads. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
  }
}
