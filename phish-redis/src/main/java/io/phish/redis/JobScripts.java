package io.phish.redis;

/**
 * The steps of a job's life, each a script, so that none is ever half done. Keys, all with the tag
 * of the queue and so on one node:
 *
 * <pre>
 * s:1 … s:5   streams, one for each priority, each with the group "workers"; an entry is there
 *             while the job waits or runs, and pending while it runs; the name of its one field is
 *             "id n t q b", see below, its value the payload
 * j:ID        what is known of a job, see below; with a TTL once it is finished
 * d:ID        payload of a job that is in no stream: it is delayed or dead
 * r:ID        result that is too large to stand in j:ID, with the same TTL
 * delayed     sorted set of ids by when they are due
 * dead        sorted set of ids of dead letters, in the order in which they died
 * wake        list with an element while there may be something to do: who waits takes it
 * awaited     sorted set of ids by when somebody last asked to be told of their end
 * meta        hash: turn, seq, and when the dead workers are to be looked for next
 * </pre>
 *
 * <p>{@code j:ID} is a string, so that many are read or written by one command, which is what a
 * script spends its time on. First a line of fields, a space between two:
 *
 * <pre>
 * s  state, Q for all that are not finished
 * p  priority
 * n  deliveries, t number of the last lease, both before the entry was added if there is one
 * q  when enqueued, b before when not delivered
 * e  entry in the stream or nothing
 * w  worker that had it last or nothing
 * f  when finished or 0
 * k  what follows: 0 nothing, 1 a cause, 2 the result, 3 nothing, as the result is in r:ID
 * </pre>
 *
 * <p>That a job runs, who has it and how often the entry was delivered, stands in the stream alone:
 * so nothing else is written when jobs are leased. The lease of a worker is known by its number, t
 * and how often the entry was delivered together.
 */
final class JobScripts {
  /**
   * The longest result in octets that is kept in the record: whoever wants to know the states of
   * many jobs reads it with them.
   */
  static final int INLINE_RESULT = 1_024;

  private static final String COMMON =
      """
      local call, P, META = redis.call, ARGV[1], KEYS[1]
      local DELAYED, DEAD, WAKE, AWAITED = P .. 'delayed', P .. 'dead', P .. 'wake', P .. 'awaited'
      local G = 'workers'
      local time = call('TIME')
      local now = time[1] * 1000 + math.floor(time[2] / 1000)
      local function stream(p) return P .. 's:' .. p end
      local function job(id) return P .. 'j:' .. id end
      local function data(id) return P .. 'd:' .. id end
      -- s, p, n, t, q, b, e, w, f, k, and where the rest begins
      local function read(r)
        if r then
          return string.match(r, '^(%u) (%d) (%d+) (%d+) (%d+) (%d+) (%S*) (%S*) (%d+) (%d)\\n()')
        end
      end
      local function record(s, p, n, t, q, b, e, w, f, k, rest)
        return s .. ' ' .. p .. ' ' .. n .. ' ' .. t .. ' ' .. q .. ' ' .. b .. ' ' .. e .. ' '
            .. w .. ' ' .. f .. ' ' .. k .. '\\n' .. rest
      end
      local function add(id, p, n, t, q, b, octets)
        return call('XADD', stream(p), '*',
            id .. ' ' .. n .. ' ' .. t .. ' ' .. q .. ' ' .. b, octets)
      end
      -- Who has it, and how often the entry was delivered: nobody, 0
      local function holder(p, e)
        local r = e ~= '' and redis.pcall('XPENDING', stream(p), G, e, e, 1)[1]
        if r then return r[2], r[4] end
        return false, 0
      end
      local function unlist(id, p, e)
        if e ~= '' then
          call('XACK', stream(p), G, e)
          call('XDEL', stream(p), e)
        else
          call('ZREM', DELAYED, id)
          call('DEL', data(id))
        end
      end
      local function payload(p, e)
        local entry = call('XRANGE', stream(p), e, e)[1]
        return entry and entry[2][2]
      end
      local function wake()
        if call('LLEN', WAKE) == 0 then call('LPUSH', WAKE, 1) end
      end
      local function tell(id)
        if call('ZREM', AWAITED, id) == 1 then redis.pcall('PUBLISH', P .. 'ended', id) end
      end
      local function pending(p)
        local r = redis.pcall('XPENDING', stream(p), G)
        if r.err then
          call('XGROUP', 'CREATE', stream(p), G, '0', 'MKSTREAM')
          return 0
        end
        return r[1]
      end
      local function bury(id, p, n, t, q, b, w, cause, octets, keep, most)
        call('SET', job(id), record('D', p, n, t, q, b, '', w, now, 1, cause), 'PX', keep)
        call('SET', data(id), octets, 'PX', keep)
        call('ZADD', DEAD, call('HINCRBY', META, 'seq', 1), id)
        local surplus = call('ZCARD', DEAD) - most
        if surplus > 0 then
          -- More than one only if the settings were changed; then the rest goes with the next.
          local old = call('ZPOPMIN', DEAD, math.min(surplus, 100))
          for i = 1, #old, 2 do call('DEL', job(old[i]), data(old[i])) end
        end
        tell(id)
      end
      -- The first to die are the first to be forgotten.
      local function forget()
        for i = 1, 1000 do
          local oldest = call('ZRANGE', DEAD, 0, 0)[1]
          if not oldest or call('EXISTS', job(oldest)) == 1 then return end
          call('ZREM', DEAD, oldest)
        end
      end
      """;

  /** ARGV: prefix, capacity, and of each job id, priority, delay, payload. */
  static final RedisScript ENQUEUE =
      script(
          """
          local capacity, keys = tonumber(ARGV[2]), {}
          for i = 3, #ARGV, 4 do keys[#keys + 1] = job(ARGV[i]) end
          local known, fresh, set, out = call('MGET', unpack(keys)), {}, {}, {}
          local depth = call('ZCARD', DELAYED)
          for p = 1, 5 do depth = depth + call('XLEN', stream(p)) end
          local field, heads, streams = ' 0 0 ' .. now .. ' ' .. now, {}, {}
          for i = 1, #keys do
            local a, k = 4 * i - 1, keys[i]
            local id, p, delay = ARGV[a], ARGV[a + 1], ARGV[a + 2]
            if known[i] or fresh[id] then
              local s, was, _, _, _, _, e = read(known[i])
              out[i] = s ~= 'Q' and s or (s and holder(was, e)) and 'R' or 'Q'
            elseif depth >= capacity then
              out[i] = depth
            else
              set[#set + 1] = k
              if delay == '0' then
                if not streams[p] then
                  streams[p], heads[p] = stream(p), 'Q ' .. p .. field .. ' '
                end
                local e = call('XADD', streams[p], '*', id .. field, ARGV[a + 3])
                set[#set + 1] = heads[p] .. e .. '  0 0\\n'
              else
                call('ZADD', DELAYED, now + delay, id)
                call('SET', data(id), ARGV[a + 3])
                set[#set + 1] = record('Q', p, 0, 0, now, now + delay, '', '', 0, 0, '')
              end
              fresh[id], depth, out[i] = true, depth + 1, '+'
            end
          end
          if #set > 0 then
            call('MSET', unpack(set))
            wake()
          end
          return out
          """);

  /**
   * ARGV: prefix, worker, max, lease, deliveries, keep dead, most dead. Gives how many are left, in
   * how many ms another is due by itself, or -1; then the entries of each priority, and of the jobs
   * of dead workers priority, field, payload, and how often they were delivered.
   */
  static final RedisScript LEASE =
      script(
          """
          local worker, max, lease, given = ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4]), 0
          for _, id in ipairs(call('ZRANGEBYSCORE', DELAYED, '-inf', now, 'LIMIT', 0, 250)) do
            local known, octets = call('GET', job(id)), call('GET', data(id))
            local s, p, n, t, q, b, e, w, f, k, at = read(known)
            if s == 'Q' and octets then
              e = add(id, p, n, t, q, b, octets)
              call('SET', job(id), record(s, p, n, t, q, b, e, w, f, k, string.sub(known, at)))
            end
            call('ZREM', DELAYED, id)
            call('DEL', data(id))
          end
          local fresh, reclaimed, running, left, total = {}, {}, {}, {}, 0
          for p = 1, 5 do
            running[p] = pending(p)
            left[p] = math.max(0, call('XLEN', stream(p)) - running[p])
            total = total + left[p]
          end
          local function again(p, e, last, count)
            local entry = call('XRANGE', stream(p), e, e)[1]
            local id = entry and string.match(entry[2][1], '^%S+')
            local known = id and call('GET', job(id))
            local s, _, n, t, q, b, listed, w, f, k, at = read(known)
            if s ~= 'Q' or listed ~= e then
              return unlist(id or '', p, e)
            end
            local cause = 'worker ' .. last .. ' let the lease run out, delivery ' .. n + count
                .. ' of ' .. ARGV[5]
            if n + count >= tonumber(ARGV[5]) then
              unlist(id, p, e)
              bury(id, p, n + count, t + count, q, b, last, cause, entry[2][2], ARGV[6],
                  tonumber(ARGV[7]))
            else
              call('SET', job(id), record('Q', p, n, t, q, b, e, last, 0, 1, cause))
              call('XCLAIM', stream(p), G, worker, 0, e, 'RETRYCOUNT', count + 1, 'JUSTID')
              reclaimed[#reclaimed + 1] = {p, entry[2][1], entry[2][2], count + 1}
              given = given + 1
            end
          end
          local function reclaim()
            for p = 1, 5 do
              if running[p] > 0 and given < max then
                for _, r in ipairs(call('XPENDING', stream(p), G, 'IDLE', lease, '-', '+',
                    max - given)) do
                  again(p, r[1], r[2], r[4])
                end
              end
              -- Workers that are no more, as far as their names tell.
              for _, each in ipairs(call('XINFO', 'CONSUMERS', stream(p), G)) do
                if each[4] == 0 and each[6] > 10 * lease then
                  call('XGROUP', 'DELCONSUMER', stream(p), G, each[2])
                end
              end
            end
            call('HSET', META, 'reclaim', now + math.floor(lease / 8))
          end
          -- While there are other jobs, those of dead workers must get their turn as well.
          local isDue = now >= tonumber(call('HGET', META, 'reclaim') or 0)
          if isDue then reclaim() end
          local n = math.min(max - given, total)
          if n > 0 then
            -- The ruler sequence: as many trailing zeros as the turn has, plus one.
            local turn, want = tonumber(call('HGET', META, 'turn') or 0), {0, 0, 0, 0, 0}
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
            call('HSET', META, 'turn', turn)
            for p = 1, 5 do
              local r = want[p] > 0 and call('XREADGROUP', 'GROUP', G, worker, 'COUNT', want[p],
                  'STREAMS', stream(p), '>')
              fresh[p] = r and r[1][2] or {}
              given = given + #fresh[p]
            end
          end
          if given == 0 and not isDue then reclaim() end
          total = left[1] + left[2] + left[3] + left[4] + left[5]
          local due = -1
          if total > 0 then
            wake()
          else
            call('DEL', WAKE)
            local first = call('ZRANGE', DELAYED, 0, 0, 'WITHSCORES')
            if first[2] then due = math.max(0, first[2] - now) end
          end
          return {total, due, fresh, reclaimed}
          """);

  /** ARGV: prefix, and of each lease id and token. */
  static final RedisScript RENEW =
      script(
          """
          local keys, out, entries = {}, {}, {}
          for i = 2, #ARGV, 2 do keys[#keys + 1] = job(ARGV[i]) end
          for i, r in ipairs(call('MGET', unpack(keys))) do
            local s, p, n, t, q, b, e = read(r)
            local worker, count = false, 0
            if s == 'Q' then worker, count = holder(p, e) end
            if worker and t + count == tonumber(ARGV[2 * i + 1]) then
              local who = p .. worker
              entries[who] = entries[who] or {}
              table.insert(entries[who], e)
              out[i] = 'K'
            else
              out[i] = s == 'C' and 'C' or 'L'
            end
          end
          for who, list in pairs(entries) do
            list[#list + 1] = 'JUSTID'
            call('XCLAIM', stream(string.sub(who, 1, 1)), G, string.sub(who, 2), 0, unpack(list))
          end
          return out
          """);

  /**
   * ARGV: prefix, keep, keep dead, most dead, deliveries; of each kind with delay, id, token,
   * attempt, worker, text.
   */
  static final RedisScript SETTLE =
      script(
          """
          local keep, keepDead, most, deliveries = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
          local keys, out, entries, changed, mustWake = {}, {}, {}, {}, false
          for i = 7, #ARGV, 6 do keys[#keys + 1] = job(ARGV[i]) end
          local records, awaited = call('MGET', unpack(keys)), call('EXISTS', AWAITED) == 1
          local after = ' ' .. now .. ' 2\\n'
          local function leave(p, e)
            local list = entries[p]
            if list then list[#list + 1] = e else entries[p] = {e} end
          end
          -- What no delivery before this one went wrong with, as nearly all.
          local function succeed(a, k, known)
            local text = ARGV[a + 5]
            if #text > INLINE then return end
            local p, tqb, e = string.match(known,
                '^Q (%d) %d+ (%d+ %d+ %d+) (%d+%-%d+) %S* 0 0\\n')
            if not p then return end
            leave(p, e)
            local new = 'S ' .. p .. ' ' .. ARGV[a + 3] .. ' ' .. tqb .. '  ' .. ARGV[a + 4]
                .. after .. text
            call('SET', k, new, 'PX', keep)
            if awaited then tell(ARGV[a + 1]) end
            return new
          end
          local function settle(a, k, known)
            local kind, id, text = string.sub(ARGV[a], 1, 1), ARGV[a + 1], ARGV[a + 5]
            local s, p, n, t, q, b, e, w, f, follows, at = read(known)
            if s ~= 'Q' then return s and '-' .. s or '?' end
            local who, count = holder(p, e)
            if kind ~= 'S' and (not who or t + count ~= tonumber(ARGV[a + 2])) then
              return who and '-R' or '-Q'
            end
            n, t, w = n + count, t + count, who or w
            if kind == 'S' or kind == 'F' then
              if e == '' then unlist(id, p, e) else leave(p, e) end
              local k2 = 1
              if kind == 'S' then
                k2 = 2
                if #text > INLINE then
                  call('SET', P .. 'r:' .. id, text, 'PX', keep)
                  k2, text = 3, ''
                end
              end
              changed[k] = record(kind, p, n, t, q, b, '', w, now, k2, text)
              call('SET', k, changed[k], 'PX', keep)
              if awaited then tell(id) end
              return '+' .. kind
            end
            local octets = payload(p, e)
            if not octets then return '?' end
            leave(p, e)
            if kind == 'R' and n >= deliveries then
              bury(id, p, n, t, q, b, w, text, octets, keepDead, most)
              changed[k] = record('D', p, n, t, q, b, '', w, now, 1, text)
              return '+D'
            end
            local delay = tonumber(string.sub(ARGV[a], 2))
            if kind == 'R' then
              b, follows = now + delay, 1
            else
              n, text = n - 1, string.sub(known, at)
            end
            e = ''
            if delay == 0 then
              e = add(id, p, n, t, q, b, octets)
            else
              call('ZADD', DELAYED, b, id)
              call('SET', data(id), octets)
            end
            changed[k], mustWake = record('Q', p, n, t, q, b, e, w, 0, follows, text), true
            call('SET', k, changed[k])
            return '+Q'
          end
          for i, k in ipairs(keys) do
            local a, known = 6 * i, changed[k] or records[i]
            local new = known and ARGV[a] == 'S0' and succeed(a, k, known)
            if new then
              changed[k], out[i] = new, '+S'
            else
              out[i] = settle(a, k, known)
            end
          end
          -- A call for each stream, not for each job: most of the time goes into calls.
          for p, list in pairs(entries) do
            call('XACK', stream(p), G, unpack(list))
            call('XDEL', stream(p), unpack(list))
          end
          if mustWake then wake() end
          return out
          """
              .replace("INLINE", Integer.toString(INLINE_RESULT)));

  /** ARGV: prefix, keep, id. */
  static final RedisScript CANCEL =
      script(
          """
          local id = ARGV[3]
          local known = call('GET', job(id))
          local s, p, n, t, q, b, e, w, f, k, at = read(known)
          if s == 'Q' then
            local who, count = holder(p, e)
            unlist(id, p, e)
            call('SET', job(id),
                record('C', p, n + count, t + count, q, b, '', who or w, now, k,
                    string.sub(known, at)),
                'PX', ARGV[2])
            tell(id)
            return {who and 'R' or 'Q'}
          end
          return {s or '?'}
          """);

  /** ARGV: prefix, id. */
  static final RedisScript REVIVE =
      script(
          """
          local id = ARGV[2]
          local known, octets = call('GET', job(id)), call('GET', data(id))
          local s, p, n, t, q, b, e, w, f, k, at = read(known)
          if s ~= 'D' or not octets then return {0} end
          call('ZREM', DEAD, id)
          call('DEL', data(id))
          e = add(id, p, 0, t, q, now, octets)
          call('SET', job(id), record('Q', p, 0, t, q, now, e, w, 0, k, string.sub(known, at)))
          wake()
          return {1}
          """);

  /** ARGV: prefix, and ids. Of each the record, and of those that run worker and deliveries. */
  static final RedisScript STATUS =
      script(
          """
          local keys, out = {}, {}
          for i = 2, #ARGV do keys[#keys + 1] = job(ARGV[i]) end
          for i, r in ipairs(call('MGET', unpack(keys))) do
            local s, p, _, _, _, _, e = read(r)
            local who, count
            if s == 'Q' then who, count = holder(p, e) end
            out[i] = who and {r, who, count} or {r}
          end
          return out
          """);

  /** ARGV: prefix, max, how many to leave out. Ids of dead letters, the latest first. */
  static final RedisScript DEAD_LETTERS =
      script(
          """
          forget()
          return call('ZREVRANGE', DEAD, ARGV[3], ARGV[3] + ARGV[2] - 1)
          """);

  /**
   * ARGV: prefix, and ids. Wants to be told of the end of those that have not ended; gives the
   * others. Who wanted to be told a minute ago has gone, or it would have asked again.
   */
  static final RedisScript AWAIT =
      script(
          """
          local keys, out = {}, {}
          for i = 2, #ARGV do keys[#keys + 1] = job(ARGV[i]) end
          call('ZREMRANGEBYSCORE', AWAITED, '-inf', now - 60000)
          for i, r in ipairs(call('MGET', unpack(keys))) do
            local s = read(r)
            if s == 'Q' then
              call('ZADD', AWAITED, now, ARGV[i + 1])
              call('PEXPIRE', AWAITED, 60000)
            else
              out[#out + 1] = ARGV[i + 1]
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
            for _, group in ipairs(call('XINFO', 'GROUPS', stream(p))) do
              for i = 1, #group, 2 do
                if group[i] == 'last-delivered-id' then last = group[i + 1] end
              end
            end
            local first = call('XRANGE', stream(p), '(' .. last, '+', 'COUNT', 1)[1]
            if first then age = math.max(0, now - tonumber(string.match(first[1], '^%d+'))) end
            out[#out + 1] = math.max(0, call('XLEN', stream(p)) - running)
            out[#out + 1] = running
            out[#out + 1] = age
          end
          forget()
          out[#out + 1] = call('ZCARD', DELAYED)
          out[#out + 1] = call('ZCARD', DEAD)
          return out
          """);

  private JobScripts() {}

  private static RedisScript script(String body) {
    return RedisScript.of(COMMON + body);
  }
}
