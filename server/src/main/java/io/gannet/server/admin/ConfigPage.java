package io.gannet.server.admin;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gannet.engine.option.Option;
import io.gannet.server.config.OptionGroup;
import io.gannet.server.config.Setting;
import java.io.IOException;

/** Every option as JSON: what it is set to, who said so, its default and what it does. */
final class ConfigPage {
  private ConfigPage() {}

  static Page of(AdminView view) {
    return JsonPage.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("product", view.product());
          json.writeArrayFieldStart("options");
          for (OptionGroup group : view.configuration().table().groups()) {
            for (Option option : group.options()) {
              write(json, group, view.configuration().setting(option));
            }
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private static void write(JsonGenerator json, OptionGroup group, Setting setting)
      throws IOException {
    Option option = setting.option();
    json.writeStartObject();
    json.writeStringField("name", option.name());
    json.writeFieldName("value");
    switch (option.type()) {
      case TEXT, LIST, CHOICE -> json.writeString(setting.text());
      case NUMBER, BYTES -> json.writeNumber(setting.number());
      case SWITCH -> json.writeBoolean(setting.number() != 0);
    }
    json.writeStringField("text", setting.text());
    json.writeStringField("origin", setting.origin().toString());
    json.writeStringField("default", option.defaultText());
    json.writeStringField("group", group.title());
    json.writeStringField("help", option.help());
    json.writeEndObject();
  }
}
