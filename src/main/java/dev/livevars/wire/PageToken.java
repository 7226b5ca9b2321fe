package dev.livevars.wire;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.UnaryOperator;

/**
 * Where a page ends: the last name or id on it in URL-safe base64, so that nobody takes it for
 * anything but a token. Empty stands for the start in a request and for the end in a response.
 */
public final class PageToken {
  private PageToken() {}

  /** The token of the page after a name or an id. */
  public static String after(String last) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(last.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The variable's name that a token stands for; empty for an empty one.
   *
   * @throws LivevarsException INVALID_REQUEST when no response ever had this token
   */
  public static String name(String token) {
    return decode(token, Names::requireVariable);
  }

  /** The session's id that a token stands for, like {@link #name}. */
  public static String session(String token) {
    return decode(token, Names::requireSession);
  }

  private static String decode(String token, UnaryOperator<String> require) {
    if (token.isEmpty()) {
      return "";
    }
    try {
      byte[] last = Base64.getUrlDecoder().decode(token);
      return require.apply(new String(last, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException | LivevarsException e) {
      throw EnumWire.refused(
          Reason.INVALID_REQUEST, "page_token", "is not one that a response had");
    }
  }
}
