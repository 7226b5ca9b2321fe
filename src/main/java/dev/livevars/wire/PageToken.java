package dev.livevars.wire;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Where a page of variables ends: the last name on it in URL-safe base64, so that nobody takes it
 * for anything but a token. Empty stands for the start in a request and for the end in a response.
 */
public final class PageToken {
  private PageToken() {}

  /** The token of the page after a name. */
  public static String after(String name) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(name.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * The name that a token stands for; empty for an empty one.
   *
   * @throws LivevarsException INVALID_REQUEST when no response ever had this token
   */
  public static String name(String token) {
    try {
      return token.isEmpty() ? "" : Names.requireVariable(decode(token));
    } catch (IllegalArgumentException | LivevarsException e) {
      throw EnumWire.refused(
          Reason.INVALID_REQUEST, "page_token", "is not one that a response had");
    }
  }

  private static String decode(String token) {
    return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
  }
}
