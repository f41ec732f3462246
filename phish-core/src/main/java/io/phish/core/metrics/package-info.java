/**
 * Metrics of a detector and of job queues through Micrometer, for hosts that have it on their
 * module or class path.
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>Name</th><th>Type</th><th>Tags</th><th>What it counts</th></tr>
 * <tr><td>{@code phish.analysis}</td><td>timer with P50, P95 and P99</td>
 *   <td>{@code kind}, {@code mode}</td>
 *   <td>analyses that ended, with a verdict or without, and how long they took</td></tr>
 * <tr><td>{@code phish.verdicts}</td><td>counter</td>
 *   <td>{@code kind}, {@code mode}, {@code label}, {@code cached}</td>
 *   <td>verdicts; {@code cached} says whether the whole verdict came from the cache</td></tr>
 * <tr><td>{@code phish.failures}</td><td>counter</td>
 *   <td>{@code kind}, {@code mode}, {@code cause}</td>
 *   <td>analyses without a verdict; the cause is {@code invalid-subject}, {@code closed},
 *   {@code cancelled} or {@code other}</td></tr>
 * <tr><td>{@code phish.extractor}</td><td>timer</td>
 *   <td>{@code extractor}, {@code status}</td>
 *   <td>what became of extractors, and how long the analysis waited for them. Availability is the
 *   share of {@code ok}, {@code cached} and {@code stale} among everything but
 *   {@code skipped}</td></tr>
 * <tr><td>{@code phish.cache.requests}</td><td>counter</td>
 *   <td>{@code cache}, {@code result}</td>
 *   <td>look-ups in caches: {@code hit}, {@code stale}, {@code miss}, {@code failure}</td></tr>
 * <tr><td>{@code phish.breaker.state}</td><td>gauge</td>
 *   <td>{@code resource}</td>
 *   <td>0 for a closed circuit breaker, 1 for a half-open one, 2 for an open one; there from its
 *   first change on</td></tr>
 * <tr><td>{@code phish.breaker.changes}</td><td>counter</td>
 *   <td>{@code resource}, {@code to}</td>
 *   <td>changes of circuit breakers into a state</td></tr>
 * <tr><td>{@code phish.extension.failures}</td><td>counter</td>
 *   <td>{@code extension}</td>
 *   <td>times that a listener, model, store or the like misbehaved and the analysis went on
 *   without</td></tr>
 * <tr><td>{@code phish.queue.jobs}</td><td>gauge</td>
 *   <td>{@code queue}, {@code priority}, {@code state}</td>
 *   <td>jobs that are {@code waiting} or {@code running}, of each priority, and {@code delayed} or
 *   {@code dead}, of all</td></tr>
 * <tr><td>{@code phish.queue.age}</td><td>gauge of a time</td>
 *   <td>{@code queue}, {@code priority}</td>
 *   <td>how long the first of the waiting jobs could have begun already</td></tr>
 * <tr><td>{@code phish.queue.capacity}</td><td>gauge</td>
 *   <td>{@code queue}</td>
 *   <td>how many unfinished jobs there may be</td></tr>
 * </table>
 *
 * <p>The values of a tag are bounded: beyond the first {@value
 * io.phish.core.metrics.PhishMetrics#DEFAULT_MAX_NAMES} kinds, extractors, caches, resources or
 * extensions, the rest go by the name of {@code other}. Nothing of a subject, a tenant or an
 * analysis' own tags is ever in a meter.
 */
@org.jspecify.annotations.NullMarked
package io.phish.core.metrics;
