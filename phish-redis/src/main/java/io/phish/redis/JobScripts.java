package io.phish.redis;

/**
 * The steps of a job's life, each a script, so that none is ever half done. Keys, all with the tag
 * of the queue and so on one node:
 *
 * <pre>
 * s:1 … s:5   streams of ids, one for each priority, each with the group "workers"; an entry is
 *             there while the job waits or runs, and pending while it runs
 * j:ID        hash of a job: s state, p priority, d payload, n deliveries, t token of the lease,
 *             q enqueued, b not before, e entry in the stream, w worker, f finished, c cause,
 *             r result; with a TTL once it is finished
 * delayed     sorted set of ids by when they are due
 * dead        sorted set of ids of dead letters, in the order in which they died
 * meta        hash: turn, seq, and where the search for dead workers goes on
 * </pre>
 *
 * <p>All workers are one consumer of the group: who holds a job is in its hash, and consumers of
 * processes that are no more do not pile up.
 */
final class JobScripts {
  private static final String COMMON =
      """
      local P, META = ARGV[1], KEYS[1]
      local DELAYED, DEAD, G, W = P .. 'delayed', P .. 'dead', 'workers', 'worker'
      local time = redis.call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local function stream(p) return P .. 's:' .. p end
      local function job(id) return P .. 'j:' .. id end
      local function add(id, p) return redis.call('XADD', stream(p), '*', 'i', id) end
      local function unlist(id, p, e)
        if e and e ~= '' then
          redis.call('XACK', stream(p), G, e)
          redis.call('XDEL', stream(p), e)
        else
          redis.call('ZREM', DELAYED, id)
        end
      end
      local function pending(p)
        local r = redis.pcall('XPENDING', stream(p), G)
        if r.err then
          redis.call('XGROUP', 'CREATE', stream(p), G, '0', 'MKSTREAM')
          return 0
        end
        return r[1]
      end
      local function bury(id, cause, keep, most)
        local k = job(id)
        redis.call('HSET', k, 's', 'D', 'f', now, 'c', cause, 'e', '')
        redis.call('PEXPIRE', k, keep)
        redis.call('ZADD', DEAD, redis.call('HINCRBY', META, 'seq', 1), id)
        for _, old in ipairs(redis.call('ZRANGE', DEAD, 0, -most - 1)) do
          redis.call('ZREM', DEAD, old)
          redis.call('DEL', job(old))
        end
      end
      """;

  /** ARGV: prefix, capacity, and of each job id, priority, delay, payload. */
  static final RedisScript ENQUEUE =
      script(
          """
          local capacity = tonumber(ARGV[2])
          local depth = redis.call('ZCARD', DELAYED)
          for p = 1, 5 do depth = depth + redis.call('XLEN', stream(p)) end
          local out = {}
          for i = 3, #ARGV, 4 do
            local id, p, delay = ARGV[i], ARGV[i + 1], tonumber(ARGV[i + 2])
            local k = job(id)
            local s = redis.call('HGET', k, 's')
            if s then
              out[#out + 1] = s
            elseif depth >= capacity then
              out[#out + 1] = depth
            else
              local e = ''
              if delay > 0 then
                redis.call('ZADD', DELAYED, now + delay, id)
              else
                e = add(id, p)
              end
              redis.call('HSET', k, 's', 'Q', 'p', p, 'd', ARGV[i + 3], 'n', 0, 't', 0,
                  'q', now, 'b', now + delay, 'e', e)
              depth = depth + 1
              out[#out + 1] = '+'
            end
          end
          return out
          """);

  /** ARGV: prefix, worker, max, lease, deliveries, keep dead, most dead, whether dead first. */
  static final RedisScript LEASE =
      script(
          """
          local worker, max, lease = ARGV[2], tonumber(ARGV[3]), ARGV[4]
          for _, id in ipairs(redis.call('ZRANGEBYSCORE', DELAYED, '-inf', now, 'LIMIT', 0, 1000)) do
            redis.call('ZREM', DELAYED, id)
            local p = redis.call('HGET', job(id), 'p')
            if p then redis.call('HSET', job(id), 'e', add(id, p)) end
          end
          local out = {}
          local running, left, total = {}, {}, 0
          for p = 1, 5 do
            running[p] = pending(p)
            left[p] = math.max(0, redis.call('XLEN', stream(p)) - running[p])
            total = total + left[p]
          end
          local function give(p, e, id)
            local k = job(id)
            local f = redis.call('HMGET', k, 's', 'd', 'n', 't', 'q', 'b')
            if (f[1] ~= 'Q' and f[1] ~= 'R') or not f[2] then
              return unlist(id, p, e)
            end
            local n, t = f[3] + 1, f[4] + 1
            redis.call('HSET', k, 's', 'R', 'n', n, 't', t, 'w', worker, 'e', e)
            out[#out + 1] = {id, f[2], tonumber(p), n, t, f[5], f[6]}
          end
          local function reclaim()
            for p = 1, 5 do
              if running[p] > 0 and #out < max then
                local from = redis.call('HGET', META, 'c' .. p) or '0-0'
                local r = redis.call('XAUTOCLAIM', stream(p), G, W, lease, from,
                    'COUNT', max - #out, 'JUSTID')
                if r[1] ~= from then redis.call('HSET', META, 'c' .. p, r[1]) end
                for _, e in ipairs(r[2]) do
                  local entry = redis.call('XRANGE', stream(p), e, e)[1]
                  if not entry then
                    redis.call('XACK', stream(p), G, e)
                  else
                    local id = entry[2][2]
                    local f = redis.call('HMGET', job(id), 'n', 'w')
                    local cause = 'worker ' .. tostring(f[2]) .. ' let the lease run out, delivery '
                        .. tostring(f[1]) .. ' of ' .. ARGV[5]
                    if f[1] and tonumber(f[1]) >= tonumber(ARGV[5]) then
                      unlist(id, p, e)
                      bury(id, cause, ARGV[6], tonumber(ARGV[7]))
                    else
                      if f[1] then redis.call('HSET', job(id), 'c', cause) end
                      give(p, e, id)
                    end
                  end
                end
              end
            end
          end
          if ARGV[8] == '1' then reclaim() end
          local n = math.min(max - #out, total)
          if n > 0 then
            -- The ruler sequence: as many trailing zeros as the turn has, plus one.
            local turn, want = tonumber(redis.call('HGET', META, 'turn') or 0), {0, 0, 0, 0, 0}
            for i = 1, n do
              turn = turn % 31 + 1
              local t, p = turn, 1
              while t % 2 == 0 do t, p = t / 2, p + 1 end
              if left[p] == 0 then
                p = 1
                while left[p] == 0 do p = p + 1 end
              end
              left[p], want[p] = left[p] - 1, want[p] + 1
            end
            redis.call('HSET', META, 'turn', turn)
            for p = 1, 5 do
              if want[p] > 0 then
                local r = redis.call('XREADGROUP', 'GROUP', G, W, 'COUNT', want[p],
                    'STREAMS', stream(p), '>')
                for _, entry in ipairs(r and r[1][2] or {}) do give(p, entry[1], entry[2][2]) end
              end
            end
          end
          if #out < max and ARGV[8] ~= '1' then reclaim() end
          return {left[1] + left[2] + left[3] + left[4] + left[5], out}
          """);

  /** ARGV: prefix, and of each lease id and token. */
  static final RedisScript RENEW =
      script(
          """
          local out = {}
          for i = 2, #ARGV, 2 do
            local f = redis.call('HMGET', job(ARGV[i]), 's', 't', 'p', 'e')
            if f[1] == 'R' and f[2] == ARGV[i + 1] then
              redis.call('XCLAIM', stream(f[3]), G, W, 0, f[4], 'JUSTID')
              out[#out + 1] = 'K'
            else
              out[#out + 1] = f[1] == 'C' and 'C' or 'L'
            end
          end
          return out
          """);

  /** ARGV: prefix, keep, keep dead, most dead, deliveries; of each kind, id, token, text, delay. */
  static final RedisScript SETTLE =
      script(
          """
          local out, entries = {}, {}
          local function finish(k, s, field, text)
            redis.call('HSET', k, 's', s, 'f', now, field, text)
            redis.call('HDEL', k, 'd', 'e')
            redis.call('PEXPIRE', k, ARGV[2])
            return s
          end
          local function requeue(k, id, p, n, delay)
            local e = ''
            if delay > 0 then
              redis.call('ZADD', DELAYED, now + delay, id)
            else
              e = add(id, p)
            end
            redis.call('HSET', k, 's', 'Q', 'n', n, 'e', e)
            return 'Q'
          end
          for i = 6, #ARGV, 5 do
            local kind, id, text, delay = ARGV[i], ARGV[i + 1], ARGV[i + 3], tonumber(ARGV[i + 4])
            local k = job(id)
            local f = redis.call('HMGET', k, 's', 't', 'p', 'e', 'n', 'c')
            local s, p, n = f[1], f[3], tonumber(f[5])
            if not s then
              out[#out + 1] = '?'
            elseif (s == 'R' and f[2] == ARGV[i + 2]) or (kind == 'S' and (s == 'Q' or s == 'R')) then
              if f[4] and f[4] ~= '' then
                entries[p] = entries[p] or {}
                table.insert(entries[p], f[4])
              else
                redis.call('ZREM', DELAYED, id)
              end
              if kind == 'S' then
                s = finish(k, 'S', 'r', text)
                if f[6] then redis.call('HDEL', k, 'c') end
              elseif kind == 'F' then
                s = finish(k, 'F', 'c', text)
              elseif kind == 'X' then
                s = requeue(k, id, p, n - 1, 0)
              elseif n < tonumber(ARGV[5]) then
                redis.call('HSET', k, 'c', text, 'b', now + delay)
                s = requeue(k, id, p, n, delay)
              else
                bury(id, text, ARGV[3], tonumber(ARGV[4]))
                s = 'D'
              end
              out[#out + 1] = '+' .. s
            else
              out[#out + 1] = '-' .. s
            end
          end
          -- A call for each stream, not for each job: most of the time goes into calls.
          for p, list in pairs(entries) do
            redis.call('XACK', stream(p), G, unpack(list))
            redis.call('XDEL', stream(p), unpack(list))
          end
          return out
          """);

  /** ARGV: prefix, keep, id. */
  static final RedisScript CANCEL =
      script(
          """
          local id, k = ARGV[3], job(ARGV[3])
          local f = redis.call('HMGET', k, 's', 'p', 'e')
          if f[1] == 'Q' or f[1] == 'R' then
            unlist(id, f[2], f[3])
            redis.call('HSET', k, 's', 'C', 'f', now)
            redis.call('HDEL', k, 'd', 'e')
            redis.call('PEXPIRE', k, ARGV[2])
          end
          return {f[1] or '?'}
          """);

  /** ARGV: prefix, id. */
  static final RedisScript REVIVE =
      script(
          """
          local id, k = ARGV[2], job(ARGV[2])
          local f = redis.call('HMGET', k, 's', 'p')
          if f[1] ~= 'D' then return {0} end
          redis.call('ZREM', DEAD, id)
          redis.call('PERSIST', k)
          redis.call('HSET', k, 's', 'Q', 'n', 0, 'b', now, 'e', add(id, f[2]))
          redis.call('HDEL', k, 'f')
          return {1}
          """);

  /** ARGV: prefix, max. Ids of dead letters, the latest first. */
  static final RedisScript DEAD_LETTERS =
      script(
          """
          local out = {}
          for _, id in ipairs(redis.call('ZREVRANGE', DEAD, 0, -1)) do
            if redis.call('EXISTS', job(id)) == 0 then
              redis.call('ZREM', DEAD, id)
            elseif #out < tonumber(ARGV[2]) then
              out[#out + 1] = id
            end
          end
          return out
          """);

  /** ARGV: prefix. Of each priority waiting, running and age in ms or -1; delayed; dead. */
  static final RedisScript STATISTICS =
      script(
          """
          local out = {}
          for p = 1, 5 do
            local running, age = pending(p), -1
            local last = '0-0'
            for _, group in ipairs(redis.call('XINFO', 'GROUPS', stream(p))) do
              for i = 1, #group, 2 do
                if group[i] == 'last-delivered-id' then last = group[i + 1] end
              end
            end
            local first = redis.call('XRANGE', stream(p), '(' .. last, '+', 'COUNT', 1)[1]
            if first then age = math.max(0, now - tonumber(string.match(first[1], '^%d+'))) end
            out[#out + 1] = math.max(0, redis.call('XLEN', stream(p)) - running)
            out[#out + 1] = running
            out[#out + 1] = age
          end
          local oldest = redis.call('ZRANGE', DEAD, 0, 0)[1]
          while oldest and redis.call('EXISTS', job(oldest)) == 0 do
            redis.call('ZREM', DEAD, oldest)
            oldest = redis.call('ZRANGE', DEAD, 0, 0)[1]
          end
          out[#out + 1] = redis.call('ZCARD', DELAYED)
          out[#out + 1] = redis.call('ZCARD', DEAD)
          return out
          """);

  private JobScripts() {}

  private static RedisScript script(String body) {
    return RedisScript.of(COMMON + body);
  }
}
