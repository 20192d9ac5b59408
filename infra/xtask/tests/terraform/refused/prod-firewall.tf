# folder: environments/prod
module "stack" {
  source = "../../modules/stack"
  deletion_protection = true
  firewall_preview = true # here

  database = {
    high_availability = true
  }
}
