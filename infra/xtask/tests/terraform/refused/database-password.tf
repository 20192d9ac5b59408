resource "google_sql_user" "main" {
  instance = var.instance
  name = "valorize"
  password = var.password # here
}
