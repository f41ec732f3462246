package io.phish.redis;

/**
 * The scripts of {@link RedisSessionStore}. Of all of them, KEYS[1] is what the keys of a tenant
 * begin with, ARGV[1] the time in milliseconds (empty for the server's), ARGV[2] the idle time and
 * ARGV[3] the lifetime.
 *
 * <p>Below that are {@code s:HANDLE}, a session; {@code u:USER}, the sessions of a user by when
 * they were used; and {@code used} and {@code ends}, those of the tenant by when they were used and
 * when they end. A member of these is the handle followed by the user, so that an index can be
 * cleaned though the session itself is gone.
 */
final class SessionScripts {
  private static final String COMMON =
      """
      local now = tonumber(ARGV[1])
      if not now then
        local time = redis.call('TIME')
        now = time[1] * 1000 + math.floor(time[2] / 1000)
      end
      local idle, lifetime = tonumber(ARGV[2]), tonumber(ARGV[3])
      local base = KEYS[1]
      local used, ends = base .. 'used', base .. 'ends'

      local function text(number)
        return string.format('%.0f', number)
      end

      local function drop(member)
        redis.call('ZREM', used, member)
        redis.call('ZREM', ends, member)
        redis.call('ZREM', base .. 'u:' .. string.sub(member, 23), member)
        redis.call('DEL', base .. 's:' .. string.sub(member, 1, 22))
      end

      -- tenant, user, version, created, ends, attributes, hash of the user
      local function read(handle)
        local s = redis.call('HMGET', base .. 's:' .. handle, 't', 'u', 'v', 'c', 'e', 'a', 'h')
        if s[1] and tonumber(s[5]) > now then
          return s
        end
        return nil
      end

      local function index(handle, owner, created)
        local stop = math.min(now + idle, created + lifetime)
        local key, own, member = base .. 's:' .. handle, base .. 'u:' .. owner, handle .. owner
        redis.call('HSET', key, 'e', text(stop))
        redis.call('PEXPIRE', key, text(stop - now))
        redis.call('ZADD', used, text(now), member)
        redis.call('ZADD', ends, text(stop), member)
        redis.call('ZADD', own, text(now), member)
        for _, each in ipairs({used, ends, own}) do
          redis.call('PEXPIRE', each, text(idle))
        end
        return text(stop)
      end
      """;

  /** Handle, user's hash, most of the user, most of the tenant, tenant, user, attributes. */
  static final RedisScript CREATE =
      script(
          """
          local handle, owner = ARGV[4], ARGV[5]
          local own = base .. 'u:' .. owner
          for _, m in ipairs(redis.call('ZRANGEBYSCORE', ends, '-inf', text(now), 'LIMIT', 0, 100)) do
            drop(m)
          end
          if redis.call('ZCARD', own) >= tonumber(ARGV[6]) then
            for _, m in ipairs(redis.call('ZRANGE', own, 0, -1)) do
              if not read(string.sub(m, 1, 22)) then
                drop(m)
              end
            end
            local over = redis.call('ZCARD', own) - ARGV[6]
            if over >= 0 then
              for _, m in ipairs(redis.call('ZRANGE', own, 0, over)) do
                drop(m)
              end
            end
          end
          local count = redis.call('ZCOUNT', ends, '(' .. text(now), '+inf')
          if count >= tonumber(ARGV[7]) then
            return {0, count}
          end
          redis.call('HSET', base .. 's:' .. handle, 't', ARGV[8], 'u', ARGV[9], 'v', '1',
              'c', text(now), 'a', ARGV[10], 'h', owner)
          return {1, text(now), index(handle, owner, now)}
          """);

  /** Handle. */
  static final RedisScript GET =
      script(
          """
          local s = read(ARGV[4])
          if not s then
            return {0}
          end
          s[5] = index(ARGV[4], s[7], s[4])
          return {1, ARGV[4], s[1], s[2], s[3], s[4], s[5], s[6]}
          """);

  /** Handle, version, attributes. */
  static final RedisScript UPDATE =
      script(
          """
          local s = read(ARGV[4])
          if not s then
            return {0}
          end
          if s[3] ~= ARGV[5] then
            return {2, ARGV[4], s[1], s[2], s[3], s[4], s[5], s[6]}
          end
          s[3] = text(s[3] + 1)
          s[6] = ARGV[6]
          redis.call('HSET', base .. 's:' .. ARGV[4], 'v', s[3], 'a', s[6])
          s[5] = index(ARGV[4], s[7], s[4])
          return {1, ARGV[4], s[1], s[2], s[3], s[4], s[5], s[6]}
          """);

  /** An index below the base, and how many. */
  static final RedisScript LIST =
      script(
          """
          local from, found = 0, {}
          local most = tonumber(ARGV[5])
          repeat
            local members = redis.call('ZREVRANGE', base .. ARGV[4], from, from + 99)
            for _, m in ipairs(members) do
              local handle = string.sub(m, 1, 22)
              local s = #found < most and read(handle)
              if s then
                found[#found + 1] = {1, handle, s[1], s[2], s[3], s[4], s[5], s[6]}
              end
            end
            from = from + 100
          until #members < 100 or #found >= most
          return found
          """);

  /** Nothing else. */
  static final RedisScript COUNT =
      script("return {redis.call('ZCOUNT', ends, '(' .. text(now), '+inf')}");

  /** Handle. */
  static final RedisScript REVOKE =
      script(
          """
          local s = read(ARGV[4])
          if not s then
            return {0}
          end
          drop(ARGV[4] .. s[7])
          return {1}
          """);

  /** An index below the base, and how many at once: says how many ended, and how many are left. */
  static final RedisScript REVOKE_ALL =
      script(
          """
          local count = 0
          for _, m in ipairs(redis.call('ZRANGE', base .. ARGV[4], 0, ARGV[5] - 1)) do
            if read(string.sub(m, 1, 22)) then
              count = count + 1
            end
            drop(m)
          end
          return {count, redis.call('ZCARD', base .. ARGV[4])}
          """);

  private SessionScripts() {}

  private static RedisScript script(String source) {
    return RedisScript.of(COMMON + source);
  }
}
