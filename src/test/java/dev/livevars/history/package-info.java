/**
 * Recorded histories and the checker that tests them against the guarantees of the contract.
 *
 * <p>A history is kept in a file of JSON lines, so that clients in other languages are tested by
 * the same checker ({@link dev.livevars.history.CheckHistory}). What is nested is the protocol's
 * own messages in their JSON form. A line is one of
 *
 * <pre>
 * {"committed": WatchChanges}                             a change set; all of a session, from 1 on
 * {"watcher": W, "opened": WatchVariablesRequest}         W connects, and asks for this
 * {"watcher": W, "received": WatchVariablesResponse}      W is handed this
 * {"watcher": W, "released": true}                        W is cancelled or stopped: it must end
 * {"watcher": W, "settled": R}                            W had time to get everything up to R
 * </pre>
 *
 * <p>Lines of one watcher stand in their order, those of several in any. An "opened" line may have
 * "lacking", a list of what the recorder cannot tell: "previous_revision", "recreated",
 * "nanoseconds". The "committed" lines may be missing when the checker is told to read the store.
 */
package dev.livevars.history;
